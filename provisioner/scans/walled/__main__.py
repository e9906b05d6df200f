"""Reads one file from the input: a scan with a picture of each page and what its codes say if asked, or a mail."""

import resource
import sys
from collections.abc import Iterator

from PIL import Image

from provisioner.scans.walled import archives, codes, mail, pdf, pictures
from provisioner.scans.walled.answer import CODES, MAIL, Drawn, Heard, No, refuse, tell, tell_mail
from provisioner.scans.walled.drawing import drawn

MEGABYTE = 1024 * 1024
MEMORY, SECONDS, WRITTEN = 768 * MEGABYTE, 40, 128 * MEGABYTE
LOOKED_INTO = 4
"""So many of the first pages are looked at enlarged where no code is found at first sight; half a second each."""


def main(kind: str, *asked: str) -> None:
    """Answer for the file at the input."""
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_FSIZE, WRITTEN)):
        resource.setrlimit(what, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        content = sys.stdin.buffer.read()
        if kind == MAIL:
            tell_mail(sys.stdout.buffer, mail.opened(content))
        else:
            tell(sys.stdout.buffer, _heard(kind, content, int(asked[0]), look=CODES in asked))
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


def _images(kind: str, content: bytes, pages: int) -> Iterator[Image.Image]:
    archives.check(content)
    yield from pdf.images(content, pages) if kind == "pdf" else pictures.images(content, kind, pages)


if __name__ == "__main__":
    main(*sys.argv[1:])
