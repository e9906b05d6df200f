"""What saving a new paper has led to, and the line that says so."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from provisioner.web.words.translate import _, ngettext


@dataclass(frozen=True)
class Saved:
    """The case that a form has made, and with what the next form of the batch begins."""

    id: UUID
    number: str
    alike: int = 0
    scans: int = 0
    withdrawn: bool = False
    header: Mapping[str, Any] = field(default_factory=dict)


def told(saved: Saved) -> str:
    """What the status line says after saving."""
    said = _("Saved %(number)s.", number=saved.number)
    if saved.scans:
        said += " " + ngettext("%(num)d scan is added.", "%(num)d scans are added.", saved.scans)
    if not saved.alike:
        return said
    others = ngettext(
        "%(num)d other case has the same data: see the case.",
        "%(num)d other cases have the same data: see the case.",
        saved.alike,
    )
    return f"{said} {others}"
