"""Decisions that were given and do not count yet: for a short time whoever gave one can take it back."""
