"""Looking whether the customer has logged in, until an unused password is at its end (R6)."""

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

import provisioner.accounts.outcomes as outcomes
from provisioner import outbox
from provisioner.accounts.carrying_out.handler import AccountHandler
from provisioner.accounts.delivery.listing import came_back
from provisioner.accounts.kinds import ACCOUNT, RETIRE, WATCH
from provisioner.accounts.listing import open_work
from provisioner.accounts.outcomes import FIRST_LOOK
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.state import locked
from provisioner.accounts.tables import Account
from provisioner.accounts.work import Work
from provisioner.outbox.claims import Claim
from provisioner.outbox.handlers import Next, Trouble
from provisioner.outbox.tables import Task
from provisioner.outside.parts import KEYCLOAK
from provisioner.outside.ports import UserMissing

LONGEST_LOOK = timedelta(hours=1)
AFTER_EXPIRY = timedelta(days=1)
GIVEN_UP = timedelta(days=365)
"""So long after its password died an account is looked at no more: nobody waits for that first login. A new password,
once asked for, finds out what has become of it all the same."""
WATCHED = (AccountStatus.NOTIFIED, AccountStatus.EXPIRED)
"""While the account stands here the next word is the customer's."""
UNWATCHED = (
    AccountStatus.ACTIVATED,
    AccountStatus.NEEDS_ATTENTION,
    AccountStatus.BLOCKING,
    AccountStatus.BLOCKED,
    AccountStatus.UNBLOCKING,
    AccountStatus.CHANGING,
    AccountStatus.CLOSING,
    AccountStatus.CLOSED,
)
"""Here nobody waits for a first login; who does again has it watched anew."""


def is_watched(session: Session, account_id: UUID) -> bool:
    """Whether the first login is waited for: then the watch tells what becomes of the user."""
    looks = (Task.subject_kind == ACCOUNT, Task.subject_id == Account.id, Task.kind == WATCH.name)
    found = sa.exists().where(Account.id == account_id, Account.status.in_(WATCHED), *looks, Task.done_at.is_(None))
    return bool(session.scalar(sa.select(found)))


class Watch(AccountHandler):
    """Look at the user; whatever is at work on it meanwhile has the first word."""

    kind = WATCH

    def carry_out(self, claim: Claim, work: Work) -> Next | None:
        """Note the first login, or when to look again."""
        try:
            user = self.directory.get(str(work.keycloak_id)) if work.status in WATCHED else None
        except UserMissing:
            self._note(claim, work, missing=True)
            return None
        if user:
            self.hands.answered(KEYCLOAK)
        self._note(claim, work, active=bool(user and not user.password_pending))
        return None

    def give_up(self, session: Session, claim: Claim, trouble: Trouble, code: str, *, at: datetime) -> None:
        """Ask people, unless other work on the user is under way: then that has the word, and we look again."""
        account = locked(session, claim.subject_id)
        if account is not None and account.status in WATCHED and not open_work(session, account.id):
            super().give_up(session, claim, trouble, code, at=at)
        else:
            outbox.ensure(session, WATCH, claim.subject_id, at + FIRST_LOOK)

    def _note(self, claim: Claim, work: Work, *, active: bool = False, missing: bool = False) -> None:
        with self.database.transaction() as session:
            now = self.database.now(session)
            self.hands.extend(session, claim, now)
            account = locked(session, claim.subject_id)
            if account is None or account.status in UNWATCHED:
                outbox.finish(session, claim, now=now)
            elif account.status not in WATCHED or open_work(session, account.id) or _another(account, work):
                outbox.put_off(session, claim, until=now + FIRST_LOOK)
            elif active or missing:
                outbox.finish(session, claim, now=now)
                _record(session, account, now, active=active)
            else:
                self._go_on(session, claim, account, now)

    def _go_on(self, session: Session, claim: Claim, account: Account, now: datetime) -> None:
        end, code = account.password_valid_until, came_back(session, account)
        if account.status is AccountStatus.EXPIRED and code:
            outbox.finish(session, claim, now=now)
            outcomes.needs_attention(session, account.id, Attention.MAIL_CAME_BACK, code, at=now)
            return
        if account.status is AccountStatus.EXPIRED and end is not None and now - end > GIVEN_UP:
            outbox.finish(session, claim, now=now)
            return
        # A mail that came back may lie anywhere: its password does not live on for whoever finds it.
        ended = account.status is AccountStatus.NOTIFIED and (bool(code) or (end is not None and end <= now))
        outbox.put_off(session, claim, until=next_look(account, now, ended=ended))
        if ended:
            outbox.put(session, RETIRE, account.id, now)


def next_look(account: Account, now: datetime, *, ended: bool) -> datetime:
    """When to look for the first login again: often at first, hourly later, at the password's end, then ever less."""
    if ended or account.status is AccountStatus.EXPIRED:
        return now + max(AFTER_EXPIRY, (now - (account.password_valid_until or now)) / 10)
    since = now - (account.notified_at or now)
    look = now + min(max(FIRST_LOOK, since / 10), LONGEST_LOOK)
    return min(look, account.password_valid_until) if account.password_valid_until else look


def _another(account: Account, work: Work) -> bool:
    """Whether the account has got another user or another password since it was looked at."""
    return (account.keycloak_id, account.generation) != (work.keycloak_id, work.generation)


def _record(session: Session, account: Account, now: datetime, *, active: bool) -> None:
    if active:
        outcomes.activated(session, account.id, str(account.keycloak_id), at=now)
    else:
        outcomes.needs_attention(session, account.id, Attention.USER_MISSING, "not_found", at=now)
