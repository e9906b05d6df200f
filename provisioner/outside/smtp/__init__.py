"""The mail server: a mail handed over in one timed dialogue, and whose fault its refusals are."""
