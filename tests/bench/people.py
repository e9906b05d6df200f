"""People for a desk of some years: their names come again now and then, as names do; all else is their own."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID, uuid4

BEGIN, MIDDLE, END = (
    parts.split()
    for parts in (
        "bar bor cza dom gra jan kal kar kow kru lew lis mal mar maz mic mur naw nie olsz pal piet raj rud sad sie sob "
        "sta tom wal was wie wil wol wro zab zal zar zbi zyg",
        "a al an ar as e el er i ic il in o ol on or os ow u ur",
        "acki ak arz ba cki czak czyk ewicz icz iec ik ka ko la na owicz owski ska ski uk",
    )
)
FIRST, STREETS, TOWNS, A_YEAR = 97, 800, 12, 50_000
HOUSES, SPREAD = 150, 2_654_435_761
POSTCODE = "83-300"
"""Everybody's: what looks for an address has the most to do where all live in one town."""


@dataclass(frozen=True)
class Person:
    """Somebody whose names come again now and then, as names do."""

    case_id: UUID
    n: int

    @classmethod
    def numbered(cls, n: int) -> "Person":
        """The n-th of all."""
        return cls(uuid4(), n)

    @cached_property
    def last_name(self) -> str:
        """One of 16,000, the first of them frequent: as with surnames, few are and most are rare."""
        return _made(self.n % 50 if self.n % 4 == 0 else self.n * 7_919 % 16_000)

    @cached_property
    def first_name(self) -> str:
        return _made(self.n % FIRST * 311)

    @cached_property
    def name_key(self) -> str:
        return f"{self.last_name} {self.first_name}"

    @cached_property
    def street(self) -> str:
        return f"ul. {_made(self.n * 31 % STREETS)[::-1].title()} {self._house}"

    @property
    def _house(self) -> int:
        """Every street has a house number 1 and few a 150: one customer in twelve lives at 1, one in thirty at 2."""
        share = self.n * SPREAD % 2**32 / 2**32
        return int(HOUSES * share**2) + 1

    @cached_property
    def town(self) -> str:
        return f"{_made(self.n % TOWNS)}owo".title()

    @cached_property
    def phone(self) -> str:
        return f"+48{600_000_000 + self.n}"

    @cached_property
    def login(self) -> str:
        return f"{5_000_000 + self.n}"

    @cached_property
    def number(self) -> str:
        return f"20{30 + self.n // A_YEAR}/{self.n % A_YEAR:06d}"

    @cached_property
    def email(self) -> str:
        return f"{self.last_name}.{self.first_name}.{self.n}@example.com"


def _made(number: int) -> str:
    """A word as names are: of three parts, so that many begin and end alike."""
    rest, begin = divmod(number, len(BEGIN))
    middle, end = divmod(rest, len(END))
    return BEGIN[begin] + MIDDLE[middle % len(MIDDLE)] + END[end]
