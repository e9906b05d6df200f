"""What a form carries along: the revision of a case it was made from, so that nobody overwrites what they have not
seen, and the key by which it counts once.
"""

from uuid import UUID, uuid4

from flask import abort, request

LONGEST = 9


def sent_revision(*fields: str) -> int | None:
    """The number in the first of these fields that holds anything; None when it is no number."""
    text = next((found for field in fields if (found := request.form.get(field))), "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST else None


def seen_revision() -> int:
    """The revision from which a decision was taken. Ends with 400 where it is no number."""
    found = sent_revision("revision")
    return abort(400) if found is None else found


def sent_form_key() -> UUID:
    """The key of the form that was sent; a new one where it is none of ours."""
    try:
        return UUID(request.form.get("form_key", ""))
    except ValueError:
        return uuid4()
