"""What is erased, when, by whom, and that it stays erased."""
