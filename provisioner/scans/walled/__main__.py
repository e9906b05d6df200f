"""Reads the input: a scan, of which are told its pages, its signatures and codes if asked; a mail; pages to print."""

import resource
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace

from PIL import Image

from provisioner.scans.walled import archives, codes, endings, mail, pdf, pictures, printing
from provisioner.scans.walled.answer import (
    CODES,
    MAIL,
    PRINT,
    Drawn,
    Heard,
    No,
    Signed,
    refuse,
    tell,
    tell_files,
    tell_mail,
)
from provisioner.scans.walled.drawing import drawn

MEGABYTE = 1024 * 1024
MEMORY, SECONDS, WRITTEN = 768 * MEGABYTE, 40, 128 * MEGABYTE
LOOKED_INTO = 4
"""So many of the first pages are looked at enlarged where no code is found at first sight; half a second each."""
COVERED = b"/ByteRange"
"""Stands uncompressed beside each signature, whose place in the file it names."""


def main(kind: str, *asked: str) -> None:
    """Answer for the file at the input."""
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_FSIZE, WRITTEN)):
        resource.setrlimit(what, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        content = sys.stdin.buffer.read()
        if kind == MAIL:
            tell_mail(sys.stdout.buffer, mail.opened(content))
        elif kind == PRINT:
            tell_files(sys.stdout.buffer, list(printing.printable(content, [int(length) for length in asked])))
        else:
            pages, folder, *also = asked
            heard = _heard(kind, content, int(pages), look=CODES in also)
            tell(sys.stdout.buffer, replace(heard, signatures=_signatures(kind, content, folder)))
    except No as no:
        refuse(sys.stdout.buffer, no.why)
    except MemoryError:
        refuse(sys.stdout.buffer, "too_heavy")


def _heard(kind: str, content: bytes, pages: int, *, look: bool) -> Heard:
    shown: list[Drawn] = []
    found: set[str] = set()
    for number, page in enumerate(_images(kind, content, pages)):
        shown.append(drawn(page))
        if look:
            found |= codes.on(page, closely=number < LOOKED_INTO)
    return Heard(shown, sorted(found)[: codes.MOST])


def _signatures(kind: str, content: bytes, folder: str) -> Sequence[Signed]:
    """Those of a PDF; where no signature says what it covers, there is none."""
    if kind != "pdf" or COVERED not in content:
        return ()
    from provisioner.scans.walled import signatures  # It takes as long to load as a page takes to draw.

    return signatures.found(content, folder)


def _images(kind: str, content: bytes, pages: int) -> Iterator[Image.Image]:
    archives.check(content)
    endings.check(content, kind)
    yield from pdf.images(content, pages) if kind == "pdf" else pictures.images(content, kind, pages)


if __name__ == "__main__":
    main(*sys.argv[1:])
