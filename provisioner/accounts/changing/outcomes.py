"""Recording that the realm has the new data; the caller has proved that the attempt is its own."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from provisioner import journal, outbox
from provisioner.accounts.changing.requests import unfinished
from provisioner.accounts.kinds import TELL_CHANGED, TELL_FORMER, WATCH
from provisioner.accounts.outcomes import FIRST_LOOK
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.state import locked_for_sure, move
from provisioner.journal import Event


def changed(session: Session, account_id: UUID, *, pending: bool, at: datetime) -> None:
    """Only now are both mailboxes told; a temporary password that was `pending` is dead. Raises LookupError."""
    if pending:
        outbox.ensure(session, WATCH, account_id, at + FIRST_LOOK)
    account = locked_for_sure(session, account_id)
    account.former_emails = []
    to = AccountStatus.EXPIRED if pending else AccountStatus.ACTIVATED
    move(session, account, to, Event.ACCOUNT_CHANGED, at=at, actor=journal.WORKER)
    for change in unfinished(session, account_id):
        change.done_at = at
        outbox.put(session, TELL_CHANGED, change.id, at)
        if change.former_email:
            outbox.put(session, TELL_FORMER, change.id, at)
