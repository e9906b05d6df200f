"""What keeps a case from being erased: who needs it, on what ground and until when."""
