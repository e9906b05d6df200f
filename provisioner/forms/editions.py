"""The paper form as data: loading an edition and finding the one in use (R2)."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from provisioner.forms.paper import ClauseText, EditionText
from provisioner.forms.tables import Clause, FormEdition

NEWEST_FIRST = (FormEdition.valid_from.desc(), FormEdition.id.desc())
CLAUSES = joinedload(FormEdition.clauses)


class NoFormEdition(LookupError):
    """No edition of the form is loaded yet: run `provisioner form load`."""


class EditionChanged(ValueError):
    """The code is known with other clauses; a changed form needs a new code."""


def clause_numbers(session: Session) -> dict[int, int]:
    """The number on the paper of every clause of every edition, by its id."""
    return {clause.id: clause.number for clause in session.scalars(sa.select(Clause))}


def load(session: Session, given: EditionText) -> bool:
    """Add an edition; False when the same one is there already. Raises EditionChanged."""
    found = session.scalar(sa.select(FormEdition).where(FormEdition.code == given.code))
    if found is not None:
        if as_text(found) != given:
            raise EditionChanged(given.code)
        return False
    clauses = [
        Clause(number=c.number, kind=c.kind, required=c.required, text_pl=c.pl, text_en=c.en) for c in given.clauses
    ]
    session.add(
        FormEdition(
            code=given.code, regulamin_version=given.regulamin_version, valid_from=given.valid_from, clauses=clauses
        )
    )
    return True


def current(session: Session, today: date) -> FormEdition:
    """The newest edition in force, clauses loaded. Raises NoFormEdition."""
    found = session.scalars(
        sa.select(FormEdition).where(FormEdition.valid_from <= today).order_by(*NEWEST_FIRST).options(CLAUSES).limit(1)
    )
    newest = found.unique().one_or_none()
    if newest is None:
        raise NoFormEdition
    return newest


def in_force(session: Session, today: date) -> Sequence[FormEdition]:
    """Every edition that was ever in force, the newest first: papers on an old one still come in."""
    found = session.scalars(
        sa.select(FormEdition).where(FormEdition.valid_from <= today).order_by(*NEWEST_FIRST).options(CLAUSES)
    )
    return found.unique().all()


def editions(session: Session) -> Sequence[FormEdition]:
    """Every edition with its clauses, the newest first."""
    return session.scalars(sa.select(FormEdition).order_by(*NEWEST_FIRST).options(CLAUSES)).unique().all()


def edition(session: Session, edition_id: int) -> FormEdition | None:
    """One edition with its clauses."""
    return session.get(FormEdition, edition_id, options=[CLAUSES])


def as_text(edition: FormEdition) -> EditionText:
    """What an edition says."""
    return EditionText(
        code=edition.code,
        regulamin_version=edition.regulamin_version,
        valid_from=edition.valid_from,
        clauses=tuple(
            ClauseText(number=c.number, kind=c.kind, required=c.required, pl=c.text_pl, en=c.text_en)
            for c in edition.clauses
        ),
    )
