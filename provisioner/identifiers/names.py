"""Names as they are looked for and told apart."""

import unicodedata

LONGEST_KEY = 600
LETTERS = str.maketrans(
    {"ł": "l", "đ": "d", "ð": "d", "ø": "o", "ħ": "h", "ŧ": "t", "ı": "i", "ŋ": "n", "æ": "ae", "œ": "oe", "þ": "th"}
)
"""Letters that Unicode does not take apart into a plain one and a sign; ß is left to `casefold`."""


def fold(text: str) -> str:
    """Lower case without diacritics, each letter the plain one it is taken for: `Łódź` is `lodz`, `Ærø` is `aero`."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(LETTERS))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold().translate(LETTERS)


def name_key(first_name: str, last_name: str, company_name: str) -> str:
    """By what a name is found and told apart: the company's, or the surname first; folded, as long as its column."""
    return fold(company_name or f"{last_name} {first_name}".strip())[:LONGEST_KEY]
