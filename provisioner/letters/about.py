"""What a paper asks for, as far as letters speak of it in other words."""

from enum import StrEnum


class About(StrEnum):
    """What the application asks for."""

    ACCOUNT = "account"
    CHANGE = "change"
    RESIGNATION = "resignation"
    CONSENTS = "consents"
    REGULAMIN = "regulamin"
