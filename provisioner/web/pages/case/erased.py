"""The page of a case whose data were erased: what stays of it."""

from collections.abc import Iterator
from uuid import UUID

from flask import abort, render_template
from sqlalchemy.orm import Session

from provisioner.cases.erased import Erasure
from provisioner.office.time import office_date
from provisioner.privacy.rules import Ground
from provisioner.staff.tables import StaffMember
from provisioner.web.words.choices import chosen
from provisioner.web.words.dates import in_words, moment
from provisioner.web.words.terms import known_word, word
from provisioner.web.words.translate import _


def erased_page(db: Session, case_id: UUID) -> str:
    """What stays of the case. Ends with 404 where there never was one."""
    found = db.get(Erasure, case_id)
    if found is None:
        abort(404)
    return render_template("case/erased.html", number=found.number, facts=list(_facts(db, found)))


def ground_word(ground: str) -> str:
    """Why it was erased; the value itself where this version does not know it."""
    known = chosen(Ground, ground)
    return word(known) if known else ground


def _facts(db: Session, found: Erasure) -> Iterator[tuple[str, str]]:
    yield _("Erased"), moment(found.erased_at)
    yield _("Why erased"), ground_word(found.ground)
    yield _("How it was filed"), known_word(found.channel)
    yield _("Date received"), in_words(found.received_on)
    yield _("Recorded"), _said(db, found.recorded_by, in_words(office_date(found.recorded_at)))
    yield _("Where it stood"), known_word(found.status)
    if found.decided_at and found.decided_by:
        yield _("Decided"), _said(db, found.decided_by, in_words(office_date(found.decided_at)))


def _said(db: Session, staff_id: UUID, when: str) -> str:
    person = db.get(StaffMember, staff_id)
    return f"{when}, {person.name}" if person else when
