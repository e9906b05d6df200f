"""Reads one file from the input: what it is on the inside, and a picture of each page."""

import resource
import sys
from collections.abc import Iterator

from provisioner.scans.walled import archives, pdf, pictures
from provisioner.scans.walled.answer import Drawn, No, refuse, tell

MEGABYTE = 1024 * 1024
MEMORY, SECONDS, WRITTEN = 768 * MEGABYTE, 40, 128 * MEGABYTE


def main(kind: str, pages: int) -> None:
    """Answer for the file at the input."""
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_FSIZE, WRITTEN)):
        resource.setrlimit(what, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        tell(sys.stdout.buffer, list(_drawn(kind, sys.stdin.buffer.read(), pages)))
    except No as no:
        refuse(sys.stdout.buffer, no.why)
    except MemoryError:
        refuse(sys.stdout.buffer, "too_heavy")


def _drawn(kind: str, content: bytes, pages: int) -> Iterator[Drawn]:
    archives.check(content)
    yield from pdf.drawn(content, pages) if kind == "pdf" else pictures.drawn(content, kind, pages)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
