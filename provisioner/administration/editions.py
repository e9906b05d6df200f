"""The door through which an edition of the paper form comes into force, and what follows from it (R2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import forms, journal, office
from provisioner.accounts.tables import Account
from provisioner.administration.setting import OBJECT
from provisioner.applications.tables import Application
from provisioner.declarations.outstanding import unaccepted
from provisioner.declarations.tables import Declaration
from provisioner.forms import drafts
from provisioner.forms.paper import DraftText, EditionText
from provisioner.journal.events import Event


@dataclass(frozen=True)
class EditionEffect:
    """What another edition does: how many customers have its Regulamin `to_accept`, which consents it demands."""

    to_accept: int
    required_consents: list[int]


def edition_effect(session: Session, text: DraftText) -> EditionEffect:
    """What follows once this edition is in force; cases recorded before keep theirs."""
    asked = office.rules(session).reacceptance_on_new_version
    wanted = sa.select(sa.func.count(Account.id)).where(unaccepted(text.regulamin_version))
    return EditionEffect(session.scalars(wanted).one() if asked else 0, text.required_consents)


def put_edition_in_force(
    session: Session, draft_id: UUID, valid_from: date, *, seen: str, actor: str, at: datetime
) -> EditionText:
    """Put a draft into force as it was `seen`, with its line in the journal.

    Raises UnknownDraft, DraftChanged, CodeTaken.
    """
    office.alone(session)
    text = drafts.put_in_force(session, draft_id, valid_from, seen=seen)
    _write(session, text, actor=actor, at=at)
    return text


def load_edition(session: Session, text: EditionText, *, actor: str, at: datetime) -> bool:
    """Add an edition as a file says it, with the same line; False when it is there already. Raises EditionChanged."""
    office.alone(session)
    added = forms.load(session, text)
    if added:
        _write(session, text, actor=actor, at=at)
    return added


def edition_uses(session: Session) -> Mapping[int, int]:
    """How many papers were signed on each edition, by its id; none of one that was never used."""
    signed = sa.union_all(
        sa.select(Application.__table__.c.edition_id), sa.select(Declaration.__table__.c.edition_id)
    ).subquery()  # fmt: skip
    counted = sa.select(signed.c.edition_id, sa.func.count()).group_by(signed.c.edition_id)
    return {row[0]: row[1] for row in session.execute(counted)}


def _write(session: Session, text: EditionText, *, actor: str, at: datetime) -> None:
    journal.record(
        session, Event.FORM_EDITION_ADDED, at=at, actor=actor, object_type=OBJECT, object_id=text.code,
        valid_from=text.valid_from.isoformat(), regulamin=text.regulamin_version, clauses=len(text.clauses),
    )  # fmt: skip
