"""Insiders with all rights at the database or at Keycloak: each script, and what finds out what it has done."""
