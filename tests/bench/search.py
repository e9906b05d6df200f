"""What is searched for, as people say it."""

from tests.bench.people import Person
from tests.bench.taken import Ask

SOMEBODY = Person.numbered(77)
ASKED = {
    "a frequent surname": Person.numbered(0).last_name,
    "the beginning of many": "kow",
    "surname and first name": SOMEBODY.name_key,
    "surname mistyped": SOMEBODY.last_name[:3] + SOMEBODY.last_name[4:],
    "both mistyped": " ".join(f"{word[:2]}{word[3]}{word[2]}{word[4:]}" for word in SOMEBODY.name_key.split()),
    "number": SOMEBODY.number,
    "part of a number": "77",
    "customer number": SOMEBODY.login,
    "phone in groups": f"+48 {SOMEBODY.phone[3:6]} {SOMEBODY.phone[6:9]} {SOMEBODY.phone[9:]}",
    "last digits of a phone": SOMEBODY.phone[-6:],
    "e-mail": SOMEBODY.email,
    "a frequent domain": "example.com",
    "street and house": SOMEBODY.street,
    "two frequent words": f"{SOMEBODY.town} example.com",
    "nothing": "zzzyyyxxx",
}


def searched(text: str) -> Ask:
    """The first page of what is found."""
    return lambda one, _: lambda: one.browser.client.get("/search", query_string={"q": text})


SEARCHES: dict[str, tuple[Ask, str]] = {f"search: {what}": (searched(text), "") for what, text in ASKED.items()}
