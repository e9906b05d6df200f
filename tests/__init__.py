"""Tests: sentences about what the desk does."""
