"""Letters to accessible PDF (PDF/UA-1 and PDF/A-2a) by typst."""

import json
from datetime import UTC, datetime, time
from pathlib import Path
from threading import Lock
from typing import Any

from typst import Compiler, TypstError

from provisioner.letters.letter import Letter
from provisioner.mail.language import Language
from provisioner.settings.branding import Branding

ROOM = Path(__file__).resolve().parent
CASE = {Language.PL: "Sprawa", Language.EN: "Case"}


class NotPrintable(Exception):
    """A letter of the text is in none of our fonts; the typesetter's words can hold what it says and are not told."""


class Press:
    """One press a process; one letter at a time, because its typesetter is not for two threads."""

    def __init__(self, branding: Branding) -> None:
        self._branding = branding
        self._lock = Lock()
        self._compiler = Compiler(
            str(ROOM / "templates" / "letter.typ"),
            root=str(ROOM),
            font_paths=[str(ROOM / "fonts")],
            ignore_system_fonts=True,
        )

    def pdf(self, letter: Letter) -> bytes:
        """The letter as PDF, byte for byte the same each time. Raises NotPrintable."""
        said = json.dumps(_said(letter, self._branding), ensure_ascii=False)
        stamped = datetime.combine(letter.written, time(), UTC)
        try:
            with self._lock:
                made, complaints = self._compiler.compile_with_warnings(
                    format="pdf", sys_inputs={"letter": said}, pdf_standards=["a-2a", "ua-1"], timestamp=stamped
                )
        except TypstError:
            raise NotPrintable(letter.title) from None
        # An unknown font or a missing language only warns, and would be found by the reader.
        if complaints or not isinstance(made, bytes):
            raise AssertionError(f"{letter.title}: {len(complaints)} complaints of the typesetter")
        return made


def _said(letter: Letter, branding: Branding) -> dict[str, Any]:
    language = letter.recipient.language
    return {
        "language": language,
        "title": letter.title,
        "sender": branding.name,
        "office": branding.office,
        "contact": f"{branding.phone} · {branding.email} · {branding.hours(language)}",
        "recipient": letter.recipient.lines,
        "number": f"{CASE[language]} {letter.number}",
        "day": letter.day,
        "blocks": letter.blocks,
    }
