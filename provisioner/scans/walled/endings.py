"""Where a scan ends: what stands behind it is drawn by nobody, and another program may take the file for that."""

import re
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence

from provisioner.scans.walled.answer import No
from provisioner.scans.walled.beginnings import PAGE_OF_THE_WEB

EMPTY = b"\0\t\n\r \x1a"
"""What programs fill up a file with."""
FILLED = re.compile(rb"(?:[\0\t\n\r \x1a]++|\xff(?!\xd8))*+")
"""What they fill up a JPEG with: also the byte before each mark, but for that of another picture."""
SPACE = rb"[\0\t\n\f\r \x1a]"
END_OF_PDF = re.compile(rb"startxref%b++[0-9]{1,20}%b*+%%%%EOF" % (SPACE, SPACE))
"""An end has the place of the last table before it; the same mark in a text has not."""
MARK = b"%%EOF"
GOES_ON = re.compile(
    rb"""(?:SPACE++|%[^\r\n<]*+)*+
    (?:[0-9]++SPACE++[0-9]++SPACE++obj|xref|trailer|startxref|endstream
    |(?:\x1b%-12345X(?:@PJL[\t\x20-;=-~]*+[\r\n]*+)*+SPACE*+)*+\Z)""".replace(b"SPACE", SPACE),
    re.VERBOSE,
)
"""Behind an end, after comments that are no page of the web: an update, a file made to be read from the web, or nothing
but what a printer is told at last."""
LONGEST_TEXT = 65_536
LONGEST_TRAILER = 8_192
"""What telephones of one maker write behind each photograph is no longer, but for the film of a moving one."""
TRAILER, FILM = b"SEFT", b"ftyp"
"""How that ends, and by what a film is known that begins behind the photograph."""
MARKER = re.compile(rb"\xff([^\x00\x01\xd0-\xd8\xff])")
"""A mark in a JPEG that does not stand for itself within what is drawn."""
END_OF_PICTURE, DRAWING = 0xD9, 0xDA
SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
FOLDERS = {330, 34665, 34853, 40965}
STRETCHES = {273: 279, 288: 289, 324: 325, 513: 514}
"""Tags of a TIFF that lead to further folders, and to stretches of the file whose lengths another tag tells."""
MOST_FOLDERS = 1_000


def check(content: bytes, kind: str) -> None:
    """Raises No for what is added behind the end, or was cut off before it."""
    try:
        end = {"pdf": _pdf, "jpeg": _jpeg, "png": _png, "tiff": _tiff}[kind](content)
    except (struct.error, IndexError, ValueError):
        raise No("damaged") from None
    rest = content[end:].strip(EMPTY)
    if rest and not (kind == "jpeg" and _is_trailer(rest)):
        raise No("appended")


def _pdf(content: bytes) -> int:
    """The first end behind which it does not go on, else the last byte."""
    last = content.rindex(MARK) + len(MARK)
    place = 0
    for end in (*(found.end() for found in END_OF_PDF.finditer(content)), last):
        if end < place:
            continue  # In a comment that was passed.
        found = GOES_ON.match(content, end)
        if not found:
            return end
        place = found.end()
    return len(content)


def _png(content: bytes) -> int:
    place, name = 8, b""
    while name != b"IEND":
        length, name = struct.unpack_from(">I4s", content, place)
        start, place = place + 8, place + length + 12
        if name in (b"tEXt", b"zTXt", b"iTXt") and PAGE_OF_THE_WEB.search(_text(content[start : start + length])):
            raise No("two_kinds")
    return place


def _text(chunk: bytes) -> bytes:
    """What a PNG says in words, also where it is compressed: with the least of it the rest need not be read."""
    name, _, rest = chunk.partition(b"\0")
    said = name + rest
    for start in range(min(len(rest), 200)):
        if rest[start : start + 1] == b"\x78":
            try:
                said += zlib.decompressobj().decompress(memoryview(rest)[start:], LONGEST_TEXT)
            except zlib.error:
                continue
    return said


def _jpeg(content: bytes) -> int:
    """A camera writes further pictures behind the first one; each has an end of its own."""
    place = 0
    while content.startswith(b"\xff\xd8", place):
        place = _end_of_picture(content, place + 2)
        if filled := FILLED.match(content, place):
            place = filled.end()
    return place


def _end_of_picture(content: bytes, place: int) -> int:
    """Behind its last mark; scanners leave that out, so once there is a drawing it may be the end of the file."""
    drawn = False
    while found := MARKER.search(content, place):
        marker = found[1][0]
        if marker == END_OF_PICTURE:
            return found.end()
        drawn = drawn or marker == DRAWING
        place = found.end() + int(struct.unpack_from(">H", content, found.end())[0])
    if not drawn:
        raise No("damaged")
    if PAGE_OF_THE_WEB.search(content[-LONGEST_TRAILER:]):
        raise No("appended")
    return len(content)


def _is_trailer(rest: bytes) -> bool:
    """Whether it is what telephones write: notes of their own, or the film of a photograph that moves."""
    if PAGE_OF_THE_WEB.search(rest[:LONGEST_TRAILER]) or PAGE_OF_THE_WEB.search(rest[-LONGEST_TRAILER:]):
        return False
    known = rest.endswith(TRAILER) and (len(rest) <= LONGEST_TRAILER or FILM in rest)
    return known or rest.find(FILM, 0, 8) >= 0


def _tiff(content: bytes) -> int:
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
    return furthest


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
