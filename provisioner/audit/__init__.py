"""Reading the journal as a whole: who did what, when and to what, for auditors."""
