"""Bytes as text that a scanner can type on any keyboard: few characters, the same on every layout, with a checksum."""

import base64
from binascii import Error, crc32

THEIRS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
OURS = "0123456789ABCDEFGHJKLMNPQRSTUVWX"
"""Digits and capital letters, which a QR code holds most tightly; no Y and Z, for the Polish typist's layout changes
their places, no I and O, for people take them for digits.
"""
CHECK_BYTES = 4
BLOCK = 8


class Damaged(ValueError):
    """A character is wrong, missing or too many."""


def armoured(data: bytes) -> str:
    """The text of some bytes."""
    checked = crc32(data).to_bytes(CHECK_BYTES) + data
    return base64.b32encode(checked).decode().rstrip("=").translate(str.maketrans(THEIRS, OURS))


def unarmoured(text: str) -> bytes:
    """The bytes of a text, whatever case a Caps Lock made of it. Raises Damaged."""
    text = text.upper()
    if not set(text) <= set(OURS):
        raise Damaged
    padding = "=" * (-len(text) % BLOCK)
    try:
        checked = base64.b32decode(text.translate(str.maketrans(OURS, THEIRS)) + padding)
    except Error:
        raise Damaged from None
    data = checked[CHECK_BYTES:]
    if crc32(data).to_bytes(CHECK_BYTES) != checked[:CHECK_BYTES]:
        raise Damaged
    return data
