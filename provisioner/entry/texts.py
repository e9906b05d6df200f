"""What one field may hold: which characters."""

import unicodedata
from collections.abc import Callable

Rule = Callable[[str], str]
"""Looks at a trimmed text and gives the code of what is wrong with it, or an empty text."""

INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
NOT_IN_NAMES = set('<>&"$%!#?§;*~/\\|^=[]{}()@:_+')
"""What Keycloak's own profile refuses in a person's name, and a few more that no name has."""


def one_line(text: str) -> str:
    """One line in Latin letters, without invisible characters."""
    if any(unicodedata.category(c) in INVISIBLE for c in text):
        return "invisible"
    return "alphabet" if any(_foreign(c) for c in text) else ""


def person_name(text: str) -> str:
    """A person's name: letters, spaces, hyphens, apostrophes, full stops."""
    if code := one_line(text):
        return code
    if any(c in NOT_IN_NAMES or c.isdigit() for c in text) or not any(c.isalpha() for c in text):
        return "name"
    return ""


def registered_name(text: str) -> str:
    """A company's name as registered: nearly anything, but no angle brackets, which the realm refuses."""
    return one_line(text) or ("company" if set("<>") & set(text) else "")


def free_text(text: str) -> str:
    """Free text over several lines in any alphabet, without other invisible characters."""
    return "invisible" if any(unicodedata.category(c) in INVISIBLE and c not in "\r\n\t" for c in text) else ""


def visible(text: str) -> str:
    """The text without the characters nobody can see; for searching, where a message would be in the way."""
    return "".join(c for c in text if unicodedata.category(c) not in INVISIBLE)


def _foreign(c: str) -> bool:
    return c.isalpha() and not unicodedata.name(c, "").startswith("LATIN")
