"""The rules of the office: states and moves, roles, logins, passwords. Knows no framework."""
