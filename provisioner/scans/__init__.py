"""Scans of the papers of any case: told by their content, read behind a wall, kept in the database with the case."""
