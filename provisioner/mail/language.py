"""The languages the office writes in."""

from enum import StrEnum


class Language(StrEnum):
    """Language of the letters and mails to the customer."""

    PL = "pl"
    EN = "en"
