"""Asking customers by mail to accept the Regulamin in force (`reacceptance_on_new_version`)."""

from datetime import date, datetime
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import forms, journal, office, outbox
from provisioner.accounts.tables import Account
from provisioner.declarations.kinds import TELL_REGULAMIN
from provisioner.declarations.outstanding import to_be_asked
from provisioner.declarations.tables import RegulaminCall
from provisioner.journal import Event
from provisioner.staff.tables import StaffMember

AT_ONCE = 500
"""So many are asked by one press, so that the journal is held for a moment only."""


def ask(session: Session, *, today: date, by: StaffMember, at: datetime) -> int:
    """Have those asked who have still to accept it and have filed nothing, each once; gives how many, at most AT_ONCE.

    Where the office asks nobody, nobody is.
    """
    if not office.rules(session).reacceptance_on_new_version:
        return 0
    edition = forms.current(session, today)
    wanted = sa.select(Account.id).where(to_be_asked(edition.regulamin_version))
    # Of two who press at the same moment the second waits here, and then finds them asked.
    found = list(session.scalars(wanted.order_by(Account.id).limit(AT_ONCE).with_for_update()))
    asked = set(session.scalars(
        sa.select(RegulaminCall.account_id).where(
            RegulaminCall.edition_id == edition.id, RegulaminCall.account_id.in_(found)
        )
    ))  # fmt: skip
    for account_id in (one for one in found if one not in asked):
        call = RegulaminCall(
            id=uuid4(), account_id=account_id, edition_id=edition.id, asked_at=at, asked_by=by.id
        )  # fmt: skip
        session.add(call)
        outbox.put(session, TELL_REGULAMIN, call.id, at)
        journal.record(
            session, Event.ACCOUNT_REGULAMIN_CALLED, at=at, actor=journal.staff(by.id), object_type="account",
            object_id=account_id, edition=edition.code,
        )  # fmt: skip
    return len(found) - len(asked)
