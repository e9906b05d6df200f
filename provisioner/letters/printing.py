"""Letters, reports, labels and the paper form to accessible PDF (PDF/UA-1 and PDF/A-2a) by typst."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from functools import cached_property
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

from typst import Compiler, TypstError

from provisioner.letters.drawing import Drawing, drawn
from provisioner.letters.form import PrintedForm
from provisioner.letters.label import Label
from provisioner.letters.letter import Letter, day
from provisioner.letters.report import Part, Report, Table, Writing, sentence
from provisioner.mail.language import Language
from provisioner.settings.branding import Branding

ROOM = Path(__file__).resolve().parent
TEMPLATES = ROOM / "templates"
REPORT = "report.typ"
CASE = {Language.PL: "Sprawa", Language.EN: "Case"}
MODULE_MILLIMETRES = 0.42
"""How wide one dot of a drawn code is: a hand scanner reads it from a home printer's paper."""

SHEET_LINES, LINE_LETTERS = 26, 72
"""A letter of so many lines of so many letters surely fits on one sheet."""


class NotPrintable(Exception):
    """A letter of the text is in none of our fonts; the typesetter's words can hold what it says and are not told."""


class Press:
    """One press a process; one sheet at a time, because its typesetter is not for two threads."""

    def __init__(self, branding: Branding) -> None:
        self._branding = branding
        self._lock = Lock()
        self._letters, self._forms = _typesetter("letter.typ"), _typesetter("form.typ")

    def pdf(self, letter: Letter) -> bytes:
        """The letter as PDF, byte for byte the same each time. Raises NotPrintable."""
        return self.letters([letter], letter.title)

    def letters(self, letters: Sequence[Letter], title: str) -> bytes:
        """At least one letter as one PDF in this order, byte for byte the same each time. Raises NotPrintable."""
        sheets = [_said(letter, self._branding) for letter in letters]
        said = {"title": title, "letters": sheets, **{name: sheets[0][name] for name in ("sender", "language")}}
        return self._set(self._letters, {"said": said}, title, max(letter.written for letter in letters))

    def form(self, form: PrintedForm) -> bytes:
        """The paper form as PDF, byte for byte the same each time. Raises NotPrintable."""
        return self._set(self._forms, {"form": _asked(form, self._branding)}, form.words.title, form.dated)

    def report(self, report: Report) -> bytes:
        """The report as PDF, byte for byte the same each time. Raises NotPrintable."""
        # The typesetter takes pictures from the folder of the template alone; it is gone again afterwards.
        with TemporaryDirectory() as folder:
            copy(TEMPLATES / REPORT, folder)
            said = {"said": _reported(report, self._branding, Path(folder))}
            return self._set(self._reports, said, report.title, report.made, folder)

    def label(self, label: Label) -> bytes:
        """The label as PDF of its own size. Raises NotPrintable."""
        said = {**asdict(label), "dated": label.dated.isoformat(), "sender": self._branding.name}
        said["drawing"] = drawn(label.number).svg
        return self._set(self._labels, {"said": said}, label.number, label.dated)

    @cached_property
    def _reports(self) -> Compiler:
        """Few processes ever print a report."""
        return _typesetter()

    @cached_property
    def _labels(self) -> Compiler:
        return _typesetter("label.typ")

    def _set(self, typesetter: Compiler, said: Mapping[str, Any], title: str, dated: date, folder: str = "") -> bytes:
        inputs = {name: json.dumps(value, ensure_ascii=False) for name, value in said.items()}
        stamped = datetime.combine(dated, time(), UTC)
        try:
            with self._lock:
                made, complaints = typesetter.compile_with_warnings(
                    format="pdf",
                    sys_inputs=inputs,
                    pdf_standards=["a-2a", "ua-1"],
                    timestamp=stamped,
                    input=str(Path(folder) / REPORT) if folder else None,
                    root=folder or None,
                )
        except TypstError:
            raise NotPrintable(title) from None
        # An unknown font or a missing language only warns, and would be found by the reader.
        if complaints or not isinstance(made, bytes):
            raise AssertionError(f"{title}: {len(complaints)} complaints of the typesetter")
        return made


def _typesetter(template: str = "") -> Compiler:
    """For one of our templates, or for one that is named when something is set."""
    return Compiler(
        str(TEMPLATES / template) if template else None,
        root=str(ROOM),
        font_paths=[str(ROOM / "fonts")],
        ignore_system_fonts=True,
    )


def _reported(report: Report, branding: Branding, folder: Path) -> dict[str, Any]:
    parts = [_part(one, report.language, folder / f"{place}") for place, one in enumerate(report.parts)]
    return {
        "language": report.language,
        "title": sentence(report.title, report.language),
        "sender": branding.name,
        "office": branding.office,
        "day": day(report.made, report.language),
        "parts": parts,
    }


def _part(one: Part, language: Language, named: Path) -> str | dict[str, Any]:
    """A part as the template takes it; pictures are named after the part, in the order of the pages."""
    if isinstance(one, str):
        return sentence(one, language)
    if isinstance(one, Table | Writing):
        return asdict(one)
    names = [f"{named.name}-{page}.jpg" for page, _ in enumerate(one.pictures)]
    for name, picture in zip(names, one.pictures, strict=True):
        named.with_name(name).write_bytes(picture)
    return {"caption": one.caption, "lines": list(one.lines), "names": names, "spoken": list(one.spoken)}


def _said(letter: Letter, branding: Branding) -> dict[str, Any]:
    language = letter.recipient.language
    return {
        **_sender(branding, language),
        "title": letter.title,
        "recipient": letter.recipient.lines,
        "number": f"{CASE[language]} {letter.number}",
        "day": letter.day,
        "blocks": letter.blocks,
        "counted": counted(letter),
    }


def counted(letter: Letter) -> bool:
    """Whether its sheets are counted, since there may be several: each line at its widest, an empty one after it."""
    points = [point for block in letter.blocks for point in ([block] if isinstance(block, str) else block)]
    return sum(2 + len(point) // LINE_LETTERS for point in points) > SHEET_LINES


def _asked(form: PrintedForm, branding: Branding) -> dict[str, Any]:
    drawing = drawn(form.filled) if form.filled else Drawing("", 0)
    return {
        **asdict(form),
        **_sender(branding, form.language),
        "dated": form.dated.isoformat(),
        "drawing": drawing.svg,
        "millimetres": drawing.modules * MODULE_MILLIMETRES,
    }


def _sender(branding: Branding, language: Language) -> dict[str, str]:
    return {
        "language": language,
        "sender": branding.name,
        "office": branding.office,
        "contact": f"{branding.phone} · {branding.email} · {branding.hours(language)}",
    }
