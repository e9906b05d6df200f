"""What a reader of the journal typed, read into filters; what cannot be read is told at its field."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from provisioner import journal
from provisioner.audit.filters import Filters
from provisioner.entry.dates import read_date
from provisioner.entry.texts import visible
from provisioner.journal import Event
from provisioner.web.words.choices import chosen
from provisioner.web.words.office.journal import KINDS, PARTS
from provisioner.web.words.office.rules import BY_NAME as SETTINGS
from provisioner.web.words.translate import _

FIELDS = ("who", "what", "kind", "setting", "case", "first", "last")
LONGEST = 40


@dataclass
class Asked:
    """The text of every field, the filters they mean, and what is wrong at which field."""

    typed: Mapping[str, str]
    filters: Filters = field(default_factory=Filters)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def words(self) -> dict[str, str]:
        """What was typed, for an address; empty fields are left out."""
        return {name: text for name, text in self.typed.items() if text}

    def refuse(self, name: str, text: str) -> None:
        """Tell what is wrong at a field."""
        self.errors.setdefault(name, text)


def read(sent: Mapping[str, str], today: date) -> Asked:
    """Read what was sent; a choice nobody offered is no choice."""
    asked = Asked({name: visible(sent.get(name, "")).strip()[:LONGEST] for name in FIELDS})
    typed = asked.typed
    first, last = (_day(asked, name, today) for name in ("first", "last"))
    if first and last and last < first:
        asked.refuse("last", _("This day lies before the first one"))
    asked.filters = Filters(
        actor=_actor(typed["who"]),
        event=chosen(Event, typed["what"]),
        kind=typed["kind"] if typed["kind"] in KINDS else "",
        case_number=typed["case"],
        setting=typed["setting"] if typed["setting"] in SETTINGS else "",
        first=first,
        last=last,
    )
    return asked


def _day(asked: Asked, name: str, today: date) -> date | None:
    text = asked.typed[name]
    found = read_date(text, today) if text else None
    if text and not found:
        asked.refuse(name, _("Write a real day, like 27.11.2026 or 27.11"))
    return found


def _actor(text: str) -> str:
    if text in PARTS:
        return text
    try:
        return journal.staff(UUID(text)) if text else ""
    except ValueError:
        return ""
