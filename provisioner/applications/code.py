"""What a customer has typed at home, as the code that stands on the printed form and fills the clerk's form.

A code is data and no truth: it says which edition was printed and what to put into the customer's own fields, nothing
else. It is read like typing, never believed: anybody can make one.
"""

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from provisioner.applications.paper import OWN_FIELDS
from provisioner.entry.armour import Damaged, armoured, unarmoured
from provisioner.entry.reader import AGAIN

LETTER = "W"
"""With it each code begins."""
MARK = re.compile(rf"{LETTER}?([0-9])", re.IGNORECASE)
"""The first letter may be missing: it is the key that leads to the field for codes, typed by the scanner itself."""
VERSION = "1"
LONGEST = 3391
"""What the largest QR code holds that a torn corner does not spoil (version 40, error correction M)."""
MOST_BYTES = 16_000
KNOWN = (
    b"edition=2026-01\ncustomer_number=\ncustomer_kind=company\ncompany_name=Sp. z o.o.\nnip=\nfirst_name=\nlast_name="
    b"\nfiled_by=attorney\nattorney_name=\nmandate_until=31.12.20\nstreet=ul. \npostcode=\ntown=\ncountry=\nemail="
    b"@gmail.com\nphone=+48\nlanguage=en\nedition=2026-01\ncustomer_number=\ncustomer_kind=person\nfirst_name="
    b"\nlast_name=ska\nfiled_by=self\nstreet=ul. \npostcode=\ntown=\nemail=@wp.pl\nphone=+48\nlanguage=pl\n"
)
"""What most codes say, so that they need not: never changed within a version."""
EDITION = "edition"


class TooLong(ValueError):
    """More is typed than a code can hold."""


class NoCode(ValueError):
    """This is no code of ours at all."""


class UnknownVersion(ValueError):
    """A later version of the product made this code."""


@dataclass(frozen=True)
class Coded:
    """The edition that was printed, by its code, and what was typed, by the names of the fields."""

    edition: str
    typed: Mapping[str, str]


def coded(edition: str, typed: Mapping[str, str]) -> str:
    """The code of an edition with what the customer has typed. Raises TooLong."""
    said = {EDITION: edition} | {one.name: " ".join(typed.get(one.name, "").split()) for one in OWN_FIELDS}
    text = "".join(f"{name}={value}\n" for name, value in said.items() if value)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, zdict=KNOWN)
    made = f"{LETTER}{VERSION}" + armoured(packer.compress(text.encode()) + packer.flush())
    if len(made) > LONGEST:
        raise TooLong
    return made


def decoded(text: str) -> Coded:
    """What a code says, however it was typed; a field typed twice is filled twice.

    Raises NoCode, UnknownVersion, Damaged.
    """
    text = "".join(text.split())
    mark = MARK.match(text)
    if mark is None:
        raise NoCode
    if mark[1] != VERSION:
        raise UnknownVersion
    if len(text) > LONGEST:
        raise Damaged
    lines = (line.partition("=") for line in _unpacked(unarmoured(text[mark.end() :])).split("\n"))
    said = {name: value for name, _, value in lines}
    filled = {one.name: said.get(one.name, "") for one in OWN_FIELDS}
    filled |= {one.name + AGAIN: filled[one.name] for one in OWN_FIELDS if one.repeated}
    return Coded(said.get(EDITION, ""), filled)


def _unpacked(data: bytes) -> str:
    """The text, never more of it than a code can hold: anybody may have made it. Raises Damaged."""
    unpacker = zlib.decompressobj(-15, zdict=KNOWN)
    try:
        text = unpacker.decompress(data, MOST_BYTES).decode()
    except (zlib.error, UnicodeDecodeError):
        raise Damaged from None
    if not unpacker.eof:
        raise Damaged
    return text
