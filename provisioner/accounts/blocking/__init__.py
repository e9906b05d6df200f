"""Blocking an account and lifting the block: grounds, the rows that keep them, what staff ask, what came of it."""
