"""Which revision of a case a form was made from, so that nobody overwrites what they have not seen."""

from flask import request

LONGEST = 9


def sent_revision(*fields: str) -> int | None:
    """The number in the first of these fields that holds anything; None when it is no number."""
    text = next((found for field in fields if (found := request.form.get(field))), "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST else None
