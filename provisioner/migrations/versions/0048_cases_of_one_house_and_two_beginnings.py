"""Where the same customer is looked for, a house number alone leads to too many: two beginnings of words stand with it."""

from collections.abc import Iterator
from functools import partial
from importlib import import_module
from itertools import combinations

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

BEFORE = import_module("provisioner.migrations.versions.0047_cases_of_one_house_number")
BEGINNING, FEW_NAMES = 2, 10


def upgrade() -> None:
    """Nothing: 0050 keeps them."""


def keep_under(letters: int) -> None:
    """Keep each application under so many letters of each word."""
    BEFORE.keep(partial(houses, letters=letters))


def downgrade() -> None:
    BEFORE.keep(BEFORE.houses)


def houses(name_key: str, street: str, letters: int) -> Iterator[str]:
    """What an application is kept under."""
    plain = BEFORE.LEFT_OUT.sub(" ", BEFORE._fold(street.translate(BEFORE.DASHES)))
    parts = [part.replace(" ", "") for part in BEFORE.PARTS.findall(" ".join(plain.split()))]
    names = sorted(word[:letters] for word in BEFORE.WORDS.findall(name_key)) if parts else []
    numbers = ".".join(part for part in parts if part[0].isdigit())
    streets = {part[:letters] for part in parts if not part[0].isdigit()} or {""}
    found = {f"{name}/{begin}" for name in names for begin in streets}
    if len(names) == 1:
        found.update([f"{names[0]}/", *(f"/{begin}" for begin in streets)])
    if len(names) <= FEW_NAMES:
        found.update("-".join(pair) for pair in combinations(names, 2))
    return (f"{BEFORE.HOUSE}{numbers}:{beginnings}" for beginnings in sorted(found))
