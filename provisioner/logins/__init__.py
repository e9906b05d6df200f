"""Logins: how one is made, and that it is given out once (R4)."""
