"""Mandates: who acts for a customer and until when; the access that was given on one ends with it."""
