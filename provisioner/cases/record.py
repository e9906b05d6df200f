"""Taking a paper into the office: its number, and that one form sent twice is one case (R1)."""

from typing import TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from provisioner.cases.tables import Case, CaseEditor
from provisioner.database import constraint_of

AnyCase = TypeVar("AnyCase", bound=Case)
FORM_KEY = ("uq_paper_case_form_key", "paper_case.form_key")
"""The constraint by which the databases know a form that was sent twice."""


def already(session: Session, kind: type[AnyCase], form_key: UUID) -> AnyCase | None:
    """The case that this very form has made before."""
    return session.scalar(sa.select(kind).where(kind.form_key == form_key))


def sent_twice(error: IntegrityError) -> bool:
    """Whether the database refused a case because the same form has made one meanwhile."""
    return constraint_of(error) in FORM_KEY


def note_editor(case: Case, staff_id: UUID) -> None:
    """Remember who keyed in or changed the case (P6)."""
    if not case.is_own_of(staff_id):
        case.editors.append(CaseEditor(staff_id=staff_id))
