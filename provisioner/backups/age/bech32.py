"""Keys as text with a checksum, so that a slip in copying is noticed: Bech32 (BIP 173), without its limit of length."""

from collections.abc import Iterable, Iterator

LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
CHECKED = 6
"""So many letters at the end are the checksum."""


def encoded(prefix: str, content: bytes) -> str:
    """The text, in small letters."""
    values = list(_regrouped(content, 8, 5))
    checked = _polymod([*_expanded(prefix), *values, *[0] * CHECKED]) ^ 1
    values += [checked >> 5 * (CHECKED - 1 - place) & 31 for place in range(CHECKED)]
    return f"{prefix}1{''.join(LETTERS[value] for value in values)}"


def decoded(prefix: str, text: str) -> bytes:
    """What the text holds. Raises ValueError when it has another prefix, other letters or a wrong checksum."""
    if text not in (text.lower(), text.upper()):
        raise ValueError("small and capital letters are mixed")
    found, one, rest = text.lower().rpartition("1")
    if not one or found != prefix or len(rest) < CHECKED or not set(rest) <= set(LETTERS):
        raise ValueError("another kind of text")
    values = [LETTERS.index(letter) for letter in rest]
    if _polymod([*_expanded(prefix), *values]) != 1:
        raise ValueError("wrong checksum")
    content = bytes(_regrouped(values[:-CHECKED], 5, 8))
    # The bits that fill up the last letter: one spelling for each key.
    return content[: len(values[:-CHECKED]) * 5 // 8]


def _polymod(values: Iterable[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, part in enumerate(GENERATOR):
            check ^= part if top >> place & 1 else 0
    return check


def _expanded(prefix: str) -> list[int]:
    return [*(ord(one) >> 5 for one in prefix), 0, *(ord(one) & 31 for one in prefix)]


def _regrouped(values: Iterable[int], from_bits: int, to_bits: int) -> Iterator[int]:
    """The same bits in groups of another size, the last filled up with zeros."""
    held, bits = 0, 0
    for value in values:
        held, bits = held << from_bits | value, bits + from_bits
        while bits >= to_bits:
            bits -= to_bits
            yield held >> bits & (1 << to_bits) - 1
    if bits:
        yield held << to_bits - bits & (1 << to_bits) - 1
