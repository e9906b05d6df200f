"""Letters and reports to accessible PDF (PDF/UA-1 and PDF/A-2a) by typst."""

import json
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

from typst import Compiler, TypstError

from provisioner.letters.letter import Letter, day
from provisioner.letters.report import Report, sentence
from provisioner.mail.language import Language
from provisioner.settings.branding import Branding

ROOM = Path(__file__).resolve().parent
CASE = {Language.PL: "Sprawa", Language.EN: "Case"}


class NotPrintable(Exception):
    """A letter of the text is in none of our fonts; the typesetter's words can hold what it says and are not told."""


class Press:
    """One press a process; one document at a time, because its typesetter is not for two threads."""

    def __init__(self, branding: Branding) -> None:
        self._branding = branding
        self._lock = Lock()
        self._letters = _compiler("letter")

    @cached_property
    def _reports(self) -> Compiler:
        """Few processes ever print a report."""
        return _compiler("report")

    def pdf(self, letter: Letter) -> bytes:
        """The letter as PDF, byte for byte the same each time. Raises NotPrintable."""
        with self._lock:
            return _made(self._letters, letter.title, letter.written, letter=_said(letter, self._branding))

    def report(self, report: Report) -> bytes:
        """The report as PDF, byte for byte the same each time. Raises NotPrintable."""
        with self._lock:
            return _made(self._reports, report.title, report.made, said=_reported(report, self._branding))


def _compiler(template: str) -> Compiler:
    return Compiler(
        str(ROOM / "templates" / f"{template}.typ"),
        root=str(ROOM),
        font_paths=[str(ROOM / "fonts")],
        ignore_system_fonts=True,
    )


def _made(compiler: Compiler, title: str, on: date, **said: dict[str, Any]) -> bytes:
    inputs = {name: json.dumps(text, ensure_ascii=False) for name, text in said.items()}
    stamped = datetime.combine(on, time(), UTC)
    try:
        made, complaints = compiler.compile_with_warnings(
            format="pdf", sys_inputs=inputs, pdf_standards=["a-2a", "ua-1"], timestamp=stamped
        )
    except TypstError:
        raise NotPrintable(title) from None
    # An unknown font or a missing language only warns, and would be found by the reader.
    if complaints or not isinstance(made, bytes):
        raise AssertionError(f"{title}: {len(complaints)} complaints of the typesetter")
    return made


def _reported(report: Report, branding: Branding) -> dict[str, Any]:
    parts = [sentence(one, report.language) if isinstance(one, str) else asdict(one) for one in report.parts]
    return {
        "language": report.language,
        "title": sentence(report.title, report.language),
        "sender": branding.name,
        "office": branding.office,
        "day": day(report.made, report.language),
        "parts": parts,
    }


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
