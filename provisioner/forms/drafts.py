"""Editions still being written: begun from one that stands, saved as a whole, thrown away or put into force."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import office
from provisioner.forms.editions import as_text, load
from provisioner.forms.paper import DraftText, EditionText
from provisioner.forms.tables import FormDraft, FormEdition

A_CODE = "{}-{}"


class UnknownDraft(LookupError):
    """There is no such draft (any more): it was thrown away or put into force."""


class DraftChanged(Exception):
    """The draft says something else by now than what somebody decided from."""


class CodeTaken(ValueError):
    """An edition of this code stands already."""


def drafts(session: Session) -> Sequence[FormDraft]:
    """All drafts, the one saved last first."""
    return session.scalars(sa.select(FormDraft).order_by(FormDraft.saved_at.desc(), FormDraft.id)).all()


def draft(session: Session, draft_id: UUID) -> FormDraft:
    """One draft. Raises UnknownDraft."""
    return session.get(FormDraft, draft_id) or _unknown(draft_id)


def said(one: FormDraft) -> DraftText:
    """What a draft says."""
    return DraftText.model_validate(one.text)


def draft_mark(one: FormDraft) -> str:
    """A short name of what it says, by which a form tells from what somebody decided."""
    return office.mark(one.text)


def begin(session: Session, like: FormEdition, *, at: datetime) -> FormDraft:
    """A draft that says what an edition says, under the next free code."""
    text = DraftText(**as_text(like).model_dump(exclude={"valid_from"})).model_copy(
        update={"code": _free_code(session, like.code)}
    )
    one = FormDraft(id=uuid4(), text=text.model_dump(mode="json"), saved_at=at)
    session.add(one)
    return one


def save(session: Session, draft_id: UUID, text: DraftText, *, seen: str, at: datetime) -> FormDraft:
    """Let a draft say something else, from what was `seen`. Raises UnknownDraft, DraftChanged, CodeTaken."""
    one = _held(session, draft_id, seen)
    if _taken(session, text.code):
        raise CodeTaken(text.code)
    one.text, one.saved_at = text.model_dump(mode="json"), at
    return one


def discard(session: Session, draft_id: UUID, *, seen: str) -> None:
    """Throw a draft away as it was `seen`. Raises UnknownDraft, DraftChanged."""
    session.delete(_held(session, draft_id, seen))


def put_in_force(session: Session, draft_id: UUID, valid_from: date, *, seen: str) -> EditionText:
    """Make a draft an edition that counts from a day on; the draft is gone.

    Raises UnknownDraft, DraftChanged, CodeTaken.
    """
    one = _held(session, draft_id, seen)
    text = EditionText(**said(one).model_dump(), valid_from=valid_from)
    if _taken(session, text.code):
        raise CodeTaken(text.code)
    load(session, text)
    session.delete(one)
    return text


def _held(session: Session, draft_id: UUID, seen: str) -> FormDraft:
    """The draft, which nobody else changes until the end of this transaction."""
    one = session.get(FormDraft, draft_id, with_for_update=True, populate_existing=True) or _unknown(draft_id)
    if draft_mark(one) != seen:
        raise DraftChanged(draft_id)
    return one


def _unknown(draft_id: UUID) -> FormDraft:
    raise UnknownDraft(draft_id)


def _taken(session: Session, code: str) -> bool:
    return session.scalar(sa.select(sa.exists().where(FormEdition.code == code))) or False


def _free_code(session: Session, code: str) -> str:
    longest = FormEdition.code.type.length
    taken = {*session.scalars(sa.select(FormEdition.code)), *(said(one).code for one in drafts(session))}
    number = 2
    while (found := A_CODE.format(code[: longest - 4], number)) in taken:
        number += 1
    return found
