"""What became of the mails about an account: delivered, delayed, come back, or not known (R5)."""
