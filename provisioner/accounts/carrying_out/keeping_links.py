"""The link "it wasn't me" at the users in Keycloak: given to those that have none, and renewed."""

from collections.abc import Callable
from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from provisioner import outbox
from provisioner.accounts.carrying_out.handler import AccountHandler
from provisioner.accounts.kinds import KEEP_LINK, KEEP_LINKS
from provisioner.accounts.not_me import Links, kept
from provisioner.accounts.work import Work
from provisioner.outbox.claims import Claim
from provisioner.outbox.handlers import Hands, Next, Recurring, Trouble
from provisioner.outside.parts import KEYCLOAK
from provisioner.outside.ports import UserMissing

log = structlog.get_logger()
MOST, AT_ONCE = 2000, 100
"""So many accounts a night: each of 180,000 has its turn before its link is too old."""


class KeepLinks(Recurring[None]):
    """Have the accounts without a link given one, a part of them each night; nobody wants it without public pages."""

    kind = KEEP_LINKS
    failed = "links not looked through"

    def __init__(self, hands: Hands, links: Links, next_run: Callable[[datetime], datetime]) -> None:
        self.hands = hands
        self.links = links
        self.next_run = next_run

    def next_time(self, now: datetime) -> datetime | None:
        """The next night."""
        return self.next_run(now) if self.links.address else None

    def read(self, session: Session, claim: Claim) -> None:
        """Nothing: it is about everything."""

    def carry_out(self, claim: Claim, work: None) -> Next | None:  # noqa: ARG002
        """Each account in a transaction of its own, which locks that one alone."""
        database = self.hands.database
        with database.reading() as session:
            now = database.now(session)
            found = kept.without(session, now=now, most=MOST) if self.links.address else []
        for number, account_id in enumerate(found):
            if number % AT_ONCE == 0:
                self._go_on(claim)
            with database.transaction() as session:
                kept.ask(session, account_id, at=now)
        with database.transaction() as session:
            self.done(session, claim, database.now(session))
        log.info("links looked through", renewed=len(found))
        return None

    def _go_on(self, claim: Claim) -> None:
        self.hands.lease.begin()
        with self.hands.database.transaction() as session:
            self.hands.extend(session, claim, self.hands.database.now(session))


class KeepLink(AccountHandler):
    """The link is known to the database before Keycloak holds it, and counts only afterwards."""

    kind = KEEP_LINK

    def carry_out(self, claim: Claim, work: Work) -> Next | None:
        """Only a user of ours, and only where it has its address: anything else is found by comparing (P2)."""
        token = self._made(work)
        taken = self._taken(work, token) if token else None
        self.hands.answered(KEYCLOAK)
        with self.database.transaction() as session:
            now = self.database.now(session)
            # Links before tasks, as whoever presses one does.
            if taken:
                kept.keep(session, work.account_id, token, at=now)
            elif token:
                kept.forget(session, token)
            outbox.finish(session, claim, now=now)
            if taken is False:
                outbox.call_off_all(session, KEEP_LINK, now=now)
        return None

    def give_up(self, session: Session, claim: Claim, trouble: Trouble, code: str, *, at: datetime) -> None:  # noqa: ARG002
        """The account stands as it was; the night tries again."""
        log.error("no link given", task=claim.task_id, reason=trouble, code=code)

    def _made(self, work: Work) -> str:
        """The token of a new link; empty where the user is to have none."""
        user = work.user
        try:
            found = self.directory.get(str(work.keycloak_id))
        except UserMissing:
            return ""
        if (found.application_id, found.email.casefold()) != (user.application_id, user.email.casefold()):
            return ""
        with self.database.transaction() as session:
            now = self.database.now(session)
            return self.tools.links.token_to_keep(session, work.account_id, user.email, at=now)

    def _taken(self, work: Work, token: str) -> bool | None:
        """Whether the realm holds the token; None where the user is gone meanwhile.

        A realm that does not know the attribute drops it without a word, and would drop every other one.
        """
        user_id = str(work.keycloak_id)
        try:
            self.directory.keep_token(user_id, token)
            taken = self.directory.get(user_id).token == token
        except UserMissing:
            return None
        if not taken:
            log.warning("the realm keeps no link: run `provisioner realm apply`", account=str(work.account_id))
        return taken
