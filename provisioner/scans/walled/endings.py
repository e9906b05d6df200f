"""Where a scan ends: what stands behind it is drawn by nobody, and another program may take the file for that."""

import re
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence

from provisioner.scans.walled.answer import No
from provisioner.scans.walled.beginnings import PAGE_OF_THE_WEB

EMPTY = b"\0\t\n\r \x1a"
"""What programs fill up a file with."""
END_OF_PDF = re.compile(rb"%%EOF")
GOES_ON = re.compile(rb"\s*(?:%|\d+ \d+ obj|xref|trailer|startxref|endstream)")
"""How a PDF goes on behind an end of it that was changed later, or made to be read from the web."""
LONGEST_TEXT = 65_536
LONGEST_TRAILER = 8_192
"""What telephones of one maker write behind each photograph is much shorter, and ends with its own name."""
TRAILER = b"SEFT"
SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
FOLDERS = {330, 34665, 34853, 40965}
STRETCHES = {273: 279, 288: 289, 324: 325, 513: 514}
"""Tags of a TIFF that lead to further folders, and to stretches of the file whose lengths another tag tells."""
MOST_FOLDERS = 1_000


def check(content: bytes, kind: str) -> None:
    """Raises No for what is added behind the end, or was cut off before it."""
    try:
        ends = list({"pdf": _pdf, "jpeg": _jpeg, "png": _png, "tiff": _tiff}[kind](content))
    except (struct.error, IndexError, ValueError):
        raise No("damaged") from None
    for end in ends:
        rest = content[end:].strip(EMPTY)
        if rest and not (kind == "jpeg" and _is_trailer(rest)):
            raise No("appended")


def _pdf(content: bytes) -> Iterator[int]:
    """Every end behind which it does not go on."""
    found = [end.end() for end in END_OF_PDF.finditer(content)]
    if not found:
        raise No("damaged")
    yield from (end for end in found if end == found[-1] or not GOES_ON.match(content, end))


def _png(content: bytes) -> Iterator[int]:
    place, name = 8, b""
    while name != b"IEND":
        length, name = struct.unpack_from(">I4s", content, place)
        if name in (b"tEXt", b"zTXt", b"iTXt") and PAGE_OF_THE_WEB.search(_text(content[place + 8 :][:length])):
            raise No("two_kinds")
        place += length + 12
    yield place


def _text(chunk: bytes) -> bytes:
    """What a PNG says in words, also where it is compressed: with the least of it the rest need not be read."""
    name, _, rest = chunk.partition(b"\0")
    said = name + rest
    for start in range(min(len(rest), 200)):
        if rest[start : start + 1] == b"\x78":
            try:
                said += zlib.decompressobj().decompress(rest[start:], LONGEST_TEXT)
            except zlib.error:
                continue
    return said


def _jpeg(content: bytes) -> Iterator[int]:
    """A camera writes further pictures behind the first one; each has an end of its own."""
    place = 0
    while content.startswith(b"\xff\xd8", place):
        place = _end_of_picture(content, place + 2)
        place += len(content[place:]) - len(content[place:].lstrip(EMPTY))
    yield place


def _end_of_picture(content: bytes, place: int) -> int:
    while True:
        place = content.index(b"\xff", place)
        marker = content[place + 1]
        if marker == 0xD9:
            return place + 2
        if marker in (0x00, 0x01) or 0xD0 <= marker <= 0xD8:
            place += 2
        elif marker == 0xFF:
            place += 1
        else:
            place += 2 + int(struct.unpack_from(">H", content, place + 2)[0])


def _is_trailer(rest: bytes) -> bool:
    return rest.endswith(TRAILER) and len(rest) <= LONGEST_TRAILER and not PAGE_OF_THE_WEB.search(rest)


def _tiff(content: bytes) -> Iterator[int]:
    """The furthest byte that anything in it leads to."""
    order = "<" if content.startswith(b"II") else ">"
    wanted, seen, furthest = [int(struct.unpack_from(f"{order}I", content, 4)[0])], set[int](), 8
    while wanted:
        place = wanted.pop()
        if place == 0 or place in seen:
            continue
        seen.add(place)
        if len(seen) > MOST_FOLDERS:
            raise No("too_heavy")
        end, values = _folder(content, place, order)
        wanted += [one for tag, found in values.items() if tag in FOLDERS | {0} for one in found]
        furthest = max([furthest, end, *_stretches(values, len(content))])
    yield furthest


def _stretches(values: Mapping[int, Sequence[int]], everything: int) -> Iterator[int]:
    """Where the pictures of a folder end; an old one that does not tell how long they are may go on to the end."""
    for tag, long in STRETCHES.items():
        lengths = values.get(long, [everything] * len(values.get(tag, ())))
        yield from (start + length for start, length in zip(values.get(tag, ()), lengths, strict=False))


def _folder(content: bytes, place: int, order: str) -> tuple[int, dict[int, tuple[int, ...]]]:
    """Where a folder and what it tells end, and its numbers by their tags; as 0 the place of the next folder."""
    (count,) = struct.unpack_from(f"{order}H", content, place)
    end = place + 2 + count * 12 + 4
    values = {0: struct.unpack_from(f"{order}I", content, end - 4)}
    for start in range(place + 2, end - 4, 12):
        tag, kind, many = struct.unpack_from(f"{order}HHI", content, start)
        size = SIZES.get(kind, 1) * many
        at = start + 8 if size <= 4 else struct.unpack_from(f"{order}I", content, start + 8)[0]
        end = max(end, at + size)
        if kind in (3, 4, 13) and tag in FOLDERS | STRETCHES.keys() | set(STRETCHES.values()):
            values[tag] = struct.unpack_from(f"{order}{many}{'H' if kind == 3 else 'I'}", content, at)
    return end, values
