"""What staff ask for from a case's page, beside deciding the case: for its account, for its user."""

from collections.abc import Callable
from uuid import UUID

import sqlalchemy as sa
from flask import abort, redirect, url_for
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from provisioner import staff
from provisioner.accounts import (
    AddressUnchecked,
    Busy,
    GroundMissing,
    MandateOver,
    NothingToDo,
    OtherOwner,
    TooManyToday,
)
from provisioner.accounts.mandates.entry import MandateProblems
from provisioner.accounts.tables import Account
from provisioner.cases import ReasonMissing
from provisioner.corrections import AlreadyProposed
from provisioner.staff.tables import StaffMember
from provisioner.web.desk import desk
from provisioner.web.frame.flash import tell
from provisioner.web.gate.access import myself
from provisioner.web.pages.case.decision.trouble import Unreadable, stopped

Answer = Response | tuple[str, int]
REFUSALS = (
    AddressUnchecked, AlreadyProposed, GroundMissing, MandateOver, MandateProblems, NothingToDo, OtherOwner, Busy,
    TooManyToday, ReasonMissing, Unreadable,
    OperationalError,
)  # fmt: skip


def asked(application_id: UUID, ask: Callable[[Session, StaffMember], object], said: str) -> Answer:
    """Ask for it and say so on the case's page; or show the page with what stopped it."""
    try:
        with desk().database.transaction() as db:
            ask(db, staff.member(db, myself().id))
    except REFUSALS as error:
        return stopped(application_id, error)
    tell(said)
    return redirect(url_for("case.show", application_id=application_id), 303)


def account_of(db: Session, application_id: UUID) -> Account:
    """The account the case led to. Ends with 404 where there is none."""
    return db.scalar(sa.select(Account).where(Account.case_id == application_id)) or abort(404)
