"""Who gets in: sessions, sign-in, access by role, origin and tokens of requests, headers."""
