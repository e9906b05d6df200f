"""Which clauses a declaration asks about, and what stands beside them until it is approved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from provisioner import forms
from provisioner.applications.rules import Answer
from provisioner.declarations.accepted import Accepted, accepted, withdrawable
from provisioner.declarations.rules import DeclarationKind
from provisioner.declarations.tables import Declaration
from provisioner.forms.tables import Clause, FormEdition


@dataclass(frozen=True)
class Asked:
    """The edition that is answered, the clauses of it that are, and what stands `now` beside each, by its id."""

    kind: DeclarationKind
    edition: FormEdition
    clauses: Sequence[Clause]
    now: Mapping[int, Answer]


def asked(session: Session, stands: Accepted, kind: DeclarationKind, *, today: date) -> Asked | None:
    """What a new paper would ask where this stands; None where nothing: no consent, or no other edition in force."""
    edition = stands.edition if kind is DeclarationKind.CONSENTS else forms.current(session, today)
    if kind is DeclarationKind.REGULAMIN and edition.id == stands.edition.id:
        return None
    found = _asked(kind, edition, stands)
    return found if found.clauses else None


def asked_by(session: Session, one: Declaration) -> Asked:
    """What a recorded paper asks."""
    return _asked(one.kind, one.edition, accepted(session, one.account))


def _asked(kind: DeclarationKind, edition: FormEdition, stands: Accepted) -> Asked:
    every = kind is DeclarationKind.REGULAMIN
    clauses = [one for one in edition.clauses if every or withdrawable(one)]
    return Asked(kind, edition, clauses, {one.id: stands.answer(one.id) for one in clauses})
