"""What the pages of the editions show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from provisioner import administration, forms
from provisioner.forms import drafts
from provisioner.forms.paper import DraftText
from provisioner.forms.tables import ClauseKind, FormEdition
from provisioner.web.words.dates import in_words, moment, plain_day
from provisioner.web.words.terms import word
from provisioner.web.words.translate import _


@dataclass(frozen=True)
class EditionLine:
    """One edition: since when it counts and until when, whether it does today, and how many papers are signed on it."""

    id: int
    code: str
    regulamin: str
    since: str
    until: str
    standing: str
    now: bool
    clauses: int
    uses: int


@dataclass(frozen=True)
class DraftLine:
    """One edition that is still being written."""

    id: UUID
    code: str
    regulamin: str
    saved: str


@dataclass(frozen=True)
class ClauseLine:
    """One clause as it will be read; `doubtful` where a consent is demanded."""

    number: int
    kind: str
    required: bool
    doubtful: bool
    pl: str
    en: str


def edition_lines(db: Session, today: date) -> list[EditionLine]:
    """All editions, the newest first."""
    found, uses = forms.editions(db), administration.edition_uses(db)
    later = [*_followers(found)]
    return [_line(one, after, uses, today) for one, after in zip(found, later, strict=True)]


def draft_lines(db: Session) -> list[DraftLine]:
    """All drafts, the one saved last first."""
    return [
        DraftLine(one.id, text.code, text.regulamin_version, moment(one.saved_at))
        for one in drafts.drafts(db)
        if (text := drafts.said(one))
    ]


def clause_lines(text: DraftText) -> list[ClauseLine]:
    """Its clauses in their order."""
    return [
        ClauseLine(
            one.number, word(one.kind), one.required, one.required and one.kind is ClauseKind.CONSENT, one.pl, one.en
        )
        for one in text.clauses
    ]


def _followers(found: Sequence[FormEdition]) -> list[FormEdition | None]:
    """For each edition the one that takes its place; of two that begin on one day the older never counts."""
    return [found[place - 1] if place else None for place in range(len(found))]


def _line(one: FormEdition, after: FormEdition | None, uses: Mapping[int, int], today: date) -> EditionLine:
    until = after.valid_from - timedelta(days=1) if after else None
    now = one.valid_from <= today and (until is None or today <= until)
    return EditionLine(
        one.id,
        one.code,
        one.regulamin_version,
        in_words(one.valid_from),
        _("until further notice") if until is None else plain_day(until),
        _("in force") if now else _("not yet") if one.valid_from > today else _("replaced"),
        now,
        len(one.clauses),
        uses.get(one.id, 0),
    )
