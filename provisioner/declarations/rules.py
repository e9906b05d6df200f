"""What a declaration says and what it needs beside what every paper case needs (R2)."""

from enum import StrEnum


class DeclarationKind(StrEnum):
    """Which of the clauses the customer answers anew."""

    CONSENTS = "consents"
    """The voluntary ones: each consent can be given later, and withdrawn as easily (GDPR art. 7(3))."""
    REGULAMIN = "regulamin"
    """All of them, with the Regulamin: the form has a new edition."""


class DeclarationHindrance(StrEnum):
    """Why the declaration cannot be taken over; clauses and Regulamin hinder as on an application."""

    UNSIGNED = "declaration_unsigned"
    SUPERSEDED = "declaration_superseded"
    ACCOUNT_ENDED = "declaration_account_ended"
