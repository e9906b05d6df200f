"""Drafts of the form as an administrator writes them."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from provisioner import administration, forms
from provisioner.forms import drafts
from provisioner.forms.paper import ClauseText, DraftText
from provisioner.forms.tables import ClauseKind
from provisioner.journal import OPERATOR
from tests.factories import NOW, TODAY

NEWS = ClauseText(
    number=2, kind=ClauseKind.CONSENT, required=False, pl="Chcę dostawać nowiny.", en="I want news."
)  # fmt: skip
TERMS = ClauseText(number=1, kind=ClauseKind.TERM, pl="Akceptuję warunki.", en="I accept the terms.")
TEXT = DraftText(code="2026-12", regulamin_version="Regulamin z grudnia", clauses=(TERMS, NEWS))
BY: dict[str, Any] = {"actor": OPERATOR, "at": NOW}


def drafted(session: Session, text: DraftText = TEXT) -> tuple[UUID, str]:
    """A draft that says this, and its mark."""
    one = drafts.begin(session, forms.current(session, TODAY), at=NOW)
    session.flush()
    drafts.save(session, one.id, text, seen=drafts.draft_mark(one), at=NOW)
    return one.id, drafts.draft_mark(one)


def put(session: Session, draft: tuple[UUID, str], day: date = TODAY) -> object:
    """It comes into force."""
    draft_id, seen = draft
    return administration.put_edition_in_force(session, draft_id, day, seen=seen, **BY)
