"""Keycloak as we see it: its users for the worker, its events and staff for reading only, one time limit for a call."""
