"""Who stands in for a colleague who is away, from which day to which."""
