"""Closing an account for good: shut at once, deleted when the time for withdrawing is over (R8)."""
