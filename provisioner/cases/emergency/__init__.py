"""An own entry approved where nobody else could: by a setting, for a reason, asked for first, reviewed by another."""
