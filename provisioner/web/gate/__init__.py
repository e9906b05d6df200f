"""Who gets in: sessions, sign-in, access by role, origin of requests, headers."""
