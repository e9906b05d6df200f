"""The words by which a case is found again, and those that somebody may have meant."""
