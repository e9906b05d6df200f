"""Using a link, once, by whoever reads the mailbox: staff are asked and, by a setting, the account is blocked."""

from contextlib import suppress
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import journal
from provisioner.accounts.blocking.requests import block_account
from provisioner.accounts.blocking.rules import BlockGround
from provisioner.accounts.not_me.kept import renew
from provisioner.accounts.not_me.links import offer
from provisioner.accounts.not_me.tables import NotMe
from provisioner.accounts.requests import Busy, NothingToDo
from provisioner.journal import Event

REASON = "Zgłoszenie „To nie ja” z linku w e-mailu o koncie."
"""The reason of a block in the office's words; they stand in Polish like every reason that people write."""


def report(session: Session, token: str, *, at: datetime) -> bool:
    """Note that the reader of the mail was not behind it; False when the link can do nothing (any more)."""
    found = offer(session, token, at=at)
    if found is None:
        return False
    unused = (NotMe.id == found.id, NotMe.used_at.is_(None))
    used = session.execute(
        sa.update(NotMe).where(*unused).values(used_at=at).execution_options(synchronize_session=False)
    )
    if not used.rowcount:  # type: ignore[attr-defined]
        return False
    journal.record(
        session, Event.ACCOUNT_NOT_ME_REPORTED, at=at, actor=journal.READER, object_type="account",
        object_id=found.account_id,
    )  # fmt: skip
    if found.blocks:
        # Somebody else was faster, or works at the account without a pause: the report waits for people all the same.
        with suppress(NothingToDo, Busy), session.begin_nested():
            block_account(session, found.account_id, ground=BlockGround.TAKEOVER, reason=REASON, by=None, at=at)
    # Where it was Keycloak's, the mails that it sends from now on would lead to a link that is used up.
    renew(session, found.account_id, at=at)
    return True
