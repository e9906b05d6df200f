"""Databases of former releases, kept as rows in JSON and made by the releases themselves: `python -m tests.former`."""
