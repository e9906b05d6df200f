"""What a case says of its account, and what may be asked for it."""
