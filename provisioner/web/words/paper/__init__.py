"""What stands on a paper in words: its fields, its clauses and consents, grounds, and what hinders it."""
