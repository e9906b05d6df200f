"""What a change of data needs beside what every paper case needs."""

from enum import StrEnum


class ChangeHindrance(StrEnum):
    """Why what the paper says makes the change impossible."""

    EMAIL_MISSING = "change_email_missing"
    EMAIL_HELD = "change_email_held"
    UNSIGNED = "change_unsigned"
    NOT_ACTIVE = "change_account_not_active"
