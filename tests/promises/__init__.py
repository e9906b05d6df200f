"""What the database refuses by itself, fresh or upgraded from a former release."""
