"""Saving, renaming and deleting a view: only its owner does, and two of theirs never have one name."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from provisioner.cases.views.tables import LONGEST, QueueView
from provisioner.entry.texts import joined, readable, visible
from provisioner.staff.tables import StaffListed, StaffMember, StaffSession

MOST = 20
"""As many links as still are quicker than choosing the filters."""


class UnknownView(LookupError):
    """This person has no such view, or no longer."""


class NameUnfit(ValueError):
    """A view needs a name of 1 to 60 characters in one line."""


class NameTaken(Exception):
    """Another view of this person has the name."""


class TooManyViews(Exception):
    """This person has MOST views already."""


def views(session: Session, *, by: UUID) -> Sequence[QueueView]:
    """This person's views, by name."""
    mine = sa.select(QueueView).where(QueueView.staff_id == by)
    return session.scalars(mine.order_by(QueueView.name, QueueView.id)).all()


def save(session: Session, name: str, asked: Mapping[str, str], *, by: UUID) -> None:
    """Keep these filters under the name; the same sent twice counts once. Raises NameUnfit, NameTaken, TooManyViews."""
    fit = _fit(name)
    if _is_kept(session, fit, asked, by):
        return
    if len(views(session, by=by)) >= MOST:
        raise TooManyViews
    try:
        with session.begin_nested():
            session.add(QueueView(staff_id=by, name=fit, asked=dict(asked)))
    except IntegrityError as error:
        if not _is_kept(session, fit, asked, by):
            raise NameTaken from error


def rename(session: Session, view_id: int, name: str, *, by: UUID) -> None:
    """Give the view another name. Raises NameUnfit, UnknownView, NameTaken."""
    fit = _fit(name)
    renamed = sa.update(QueueView).where(*_own(view_id, by)).values(name=fit)
    try:
        with session.begin_nested():
            found = session.execute(renamed.execution_options(synchronize_session=False))
    except IntegrityError as error:
        raise NameTaken from error
    if not found.rowcount:  # type: ignore[attr-defined]
        raise UnknownView(str(view_id))


def remove(session: Session, view_id: int, *, by: UUID) -> None:
    """Delete the view. Raises UnknownView."""
    gone = session.execute(sa.delete(QueueView).where(*_own(view_id, by)))
    if not gone.rowcount:  # type: ignore[attr-defined]
        raise UnknownView(str(view_id))


def sweep(session: Session, now: datetime, most: int) -> int:  # noqa: ARG001 - every nightly job is told
    """Remove up to `most` views of people who have left; gives how many.

    They are switched off in the list of staff or not in it, and not signed in; of an unread list nobody is missing.
    """
    listed = sa.select(StaffListed.subject)
    here = sa.select(StaffMember.id).where(StaffMember.subject.in_(listed.where(StaffListed.enabled)))
    signed_in = sa.select(StaffSession.staff_id).where(StaffSession.staff_id.is_not(None))
    left = sa.select(QueueView.id).where(
        listed.exists(), QueueView.staff_id.not_in(here), QueueView.staff_id.not_in(signed_in)
    )
    gone = sa.delete(QueueView).where(QueueView.id.in_(left.limit(most)))
    return int(session.execute(gone.execution_options(synchronize_session=False)).rowcount)  # type: ignore[attr-defined]


def _fit(name: str) -> str:
    fit = joined(visible(name))
    if not fit or len(fit) > LONGEST or readable(fit):
        raise NameUnfit(fit)
    return fit


def _is_kept(session: Session, name: str, asked: Mapping[str, str], by: UUID) -> bool:
    """Whether this very view is there. Raises NameTaken where another of this person has the name."""
    same = sa.select(QueueView.asked).where(QueueView.staff_id == by, QueueView.name == name)
    found = session.scalar(same)
    if found is not None and found != dict(asked):
        raise NameTaken
    return found is not None


def _own(view_id: int, by: UUID) -> tuple[sa.ColumnElement[bool], ...]:
    return QueueView.id == view_id, QueueView.staff_id == by
