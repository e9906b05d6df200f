"""Scans brought with a form before it is a case: kept with it for its own person, handed over when it is saved."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, undefer

from provisioner import office
from provisioner.cases.tables import Case
from provisioner.drafts.tables import BroughtFile, BroughtPage, BroughtSignature
from provisioner.scans.reading import ReadScan
from provisioner.scans.rules import Refusal, Refused
from provisioner.scans.walled.answer import Drawn


class SavedAlready(Exception):
    """The form is a case by now, so nothing can be brought with it any more."""


class UnknownFile(LookupError):
    """This person has brought no such file, or it has no such page."""


def bring(session: Session, form_key: UUID, files: Sequence[ReadScan], *, by: UUID, at: datetime) -> None:
    """Keep files with a form, all or none; the same file is kept once.

    Raises SavedAlready, and Refused for too many.
    """
    if session.scalar(sa.select(Case.__table__.c.id).where(Case.__table__.c.form_key == form_key)):
        raise SavedAlready
    there = brought(session, form_key, by=by)
    known = {one.digest for one in there}
    fresh = [one for one in {one.digest: one for one in files}.values() if one.digest not in known]
    if len(there) + len(fresh) > office.rules(session).scans_a_case:
        raise Refused(Refusal.TOO_MANY_SCANS)
    last = max((one.place for one in there), default=0)
    for place, one in enumerate(fresh, start=last + 1):
        try:
            with session.begin_nested():
                _keep(session, form_key, place, one, by, at)
        except IntegrityError:
            continue  # The very same file was brought from another tab at the same moment.


def brought(session: Session, form_key: UUID, *, by: UUID) -> Sequence[BroughtFile]:
    """What this person has brought with a form, in order, without the files themselves."""
    mine = sa.select(BroughtFile).where(*_own(form_key, by))
    return session.scalars(mine.order_by(BroughtFile.place, BroughtFile.id)).all()


def picture(session: Session, file_id: UUID, page: int, *, by: UUID) -> bytes:
    """A page of a file that this person has brought. Raises UnknownFile."""
    chosen = sa.select(BroughtPage.picture).join(BroughtFile)
    own = BroughtFile.id == file_id, BroughtFile.staff_id == by, BroughtPage.page == page
    found = session.scalar(chosen.where(*own))
    if found is None:
        raise UnknownFile(str(file_id))
    return found


def hand_over(session: Session, form_key: UUID, *, by: UUID) -> Iterator[ReadScan]:
    """Each file that was brought with a form, one after another, which is then here no more: for the case it joins."""
    mine = sa.select(BroughtFile.id).where(*_own(form_key, by)).order_by(BroughtFile.place, BroughtFile.id)
    for file_id in session.scalars(mine).all():
        one = session.get(BroughtFile, file_id, options=[undefer(BroughtFile.content)], with_for_update=True)
        if one is None:
            continue
        drawn = sa.select(BroughtPage).where(BroughtPage.file_id == file_id).order_by(BroughtPage.page)
        pages = [Drawn(page.width, page.height, page.picture, page.thumbnail) for page in session.scalars(drawn)]
        yield ReadScan(one.kind, one.content, pages, signatures=[each.signature for each in one.signed])
        throw_away(session, BroughtFile.id == file_id)


def take_away(session: Session, file_id: UUID, *, by: UUID) -> None:
    """Throw one file away that this person has brought, if it is still there."""
    throw_away(session, BroughtFile.id == file_id, BroughtFile.staff_id == by)


def throw_away(session: Session, *which: sa.ColumnElement[bool]) -> None:
    """Throw away the files of which this holds, with their pages."""
    # The file is held first, as in handing over, so that neither waits for what the other holds.
    held = sa.select(BroughtFile.id).where(*which).order_by(BroughtFile.id).with_for_update()
    gone = session.scalars(held).all()
    for key in (BroughtPage.file_id, BroughtSignature.file_id, BroughtFile.id):
        session.execute(sa.delete(key.class_).where(key.in_(gone)).execution_options(synchronize_session=False))


def _own(form_key: UUID, by: UUID) -> tuple[sa.ColumnElement[bool], ...]:
    return BroughtFile.staff_id == by, BroughtFile.form_key == form_key


def _keep(session: Session, form_key: UUID, place: int, one: ReadScan, by: UUID, at: datetime) -> None:
    kept = BroughtFile(
        id=uuid4(), staff_id=by, form_key=form_key, place=place, kind=one.kind, digest=one.digest,
        pages=len(one.pages), brought_at=at, content=one.content,
    )  # fmt: skip
    session.add(kept)
    session.flush()
    session.add_all(
        BroughtPage(file_id=kept.id, page=page, width=drawn.width, height=drawn.height, picture=drawn.picture,
                    thumbnail=drawn.thumbnail)
        for page, drawn in enumerate(one.pages, start=1)
    )  # fmt: skip
    session.add_all(
        BroughtSignature(file_id=kept.id, place=place, **vars(signature))
        for place, signature in enumerate(one.signatures, start=1)
    )
    session.flush()
