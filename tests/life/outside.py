"""What nobody of the office does: the worker and its troubles, customers, strangers, hands in Keycloak, time."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from sqlalchemy.orm import Session

from provisioner import accounts
from provisioner.accounts import not_me
from provisioner.accounts.blocking.rules import BlockGround
from provisioner.accounts.rules import LIVE, AccountStatus
from provisioner.staff.tables import StaffMember
from tests.fakes import StoredUser
from tests.life.faults import OF_PEOPLE, Trouble
from tests.life.office import Office, account, on
from tests.life.seen import Row
from tests.life.world import PAGE_LIVES

Status = AccountStatus
MOMENTS = st.integers(0, 14)
GAPS = st.sampled_from([0, 30, 400])
BY_HAND = ("disabled", "enabled", "another address", "deleted", "a new password asked of it")


def of_the_realm(case: Row, one: Row | None) -> bool:
    """A case whose account has a user, as far as we know."""
    return one is not None and one.keycloak_id is not None


class Outside(Office):
    """The world around the office."""

    @rule(gap=GAPS)
    def the_worker_works(self, gap: int) -> None:
        self.works(gap)

    @rule(gap=GAPS, trouble=st.sampled_from(sorted(set(Trouble) - {Trouble.OVERTAKEN})), moments=MOMENTS)
    def the_worker_has_trouble(self, gap: int, trouble: Trouble, moments: int) -> None:
        self.world.faults.arm(trouble, moments, self.world.another_does_it)
        self.works(gap)

    @rule(
        moments=MOMENTS,
        act=st.sampled_from(["logs in", "is blocked", "is blocked astray", "gets another"]),
    )
    def the_worker_is_overtaken(self, moments: int, act: str) -> None:
        """Between two steps of the worker somebody else acts."""
        self.world.faults.arm(Trouble.OVERTAKEN, moments, partial(self._meanwhile, act))
        self.works(30)

    @rule(trouble=st.sampled_from(OF_PEOPLE), moments=st.integers(0, 1))
    def the_web_is_about_to_die(self, trouble: Trouble, moments: int) -> None:
        """In the next use case, before its commit or before its answer."""
        self.world.faults.arm(trouble, moments)

    def _meanwhile(self, act: str) -> None:
        if act == "logs in":
            for user in list(self.world.directory.users.values()):
                self.world.logs_in(user)
            return
        ground = BlockGround.WRONG_ADDRESS if act == "is blocked astray" else BlockGround.TAKEOVER

        def ask(one: Row, session: Session, by: StaffMember) -> None:
            if act.startswith("gets another"):
                accounts.reissue(session, one.id, by=by, at=self.world.clock())
            else:
                accounts.block(session, one.case_id, ground=ground, reason="powód", by=by, at=self.world.clock())

        for _, one in self.those(account(*LIVE))[:1]:
            self.do(partial(ask, one), beside=True)

    @rule(days=st.sampled_from([0.01, 0.01, 0.25, 1.1, 5.1, 7.1, 40, 100]))
    def time_passes(self, days: float) -> None:
        self.world.later(days=days)

    @on(account(Status.NOTIFIED))
    def nobody_uses_the_password(self, case: Row, one: Row) -> None:
        """Till its end, and till no page is open."""
        for days in (7.1, 0.01, 0.01):
            self.world.later(days=days)
            self.works(0)

    @on(account(Status.CLOSING))
    def nobody_takes_the_end_back(self, case: Row, one: Row) -> None:
        self.world.later(days=20)
        self.works(0)

    @on(of_the_realm)
    def the_customer_logs_in(self, case: Row, one: Row) -> None:
        """With what the newest mail says, if that works."""
        if user := self.world.directory.users.get(one.keycloak_id):
            self.world.logs_in(user)

    @on(of_the_realm)
    def somebody_opens_a_password_page(self, case: Row, one: Row) -> None:
        """Whoever reads the mail; the page is not sent yet."""
        user = self.world.directory.users.get(one.keycloak_id)
        if user and user.enabled and user.pending and user.password == self.world.newest(user):
            self.world.pages[user.id] = self.world.clock()

    @precondition(lambda self: bool(self.world.pages))
    @rule()
    def an_open_password_page_is_sent(self) -> None:
        """It takes a password as long as it lives, for a disabled user too."""
        user_id, since = self.world.pages.popitem()
        user = self.world.directory.users.get(user_id)
        if user and user.pending and self.world.clock() - since < PAGE_LIVES:
            self.world.chooses(user)

    @precondition(lambda self: bool(self.world.mails))
    @rule(which=st.integers(0, 5))
    def a_reader_says_it_was_not_me(self, which: int) -> None:
        sent = self.world.mails[-1 - which % len(self.world.mails)]
        self.do(lambda session, by: not_me.report(session, sent.token, at=self.world.clock()))

    @on(account(Status.APPROVED), login=st.booleans(), inside=st.booleans())
    def a_stranger_was_there_before(self, case: Row, one: Row, login: bool, inside: bool) -> None:
        """Another system has a user with the login, or with the mailbox; perhaps in the customers' group."""
        users = self.world.directory.users.values()
        name, email = (one.login, "") if login else (f"x{len(users)}", one.email_key)
        if not any(user.login == name or (email and user.email == email) for user in users):
            stranger = self.world.directory.stranger(name, email)
            stranger.ours = inside
            self.promises.stranger(stranger)

    @on(of_the_realm, what=st.sampled_from(BY_HAND), mended=st.booleans())
    def somebody_changes_it_by_hand(self, case: Row, one: Row, what: str, mended: bool) -> None:
        """In Keycloak's console; staff may have it mended at once."""
        user = self.world.directory.users.get(one.keycloak_id)
        if user is None:
            return
        self.world.touched.add(user.id)
        self.HANDS[what](self, user)
        operation = "DELETE" if what == "deleted" else "UPDATE"
        self.world.customers.changed(operation, "USER", f"users/{user.id}", self.world.clock())
        if mended:
            self.works(30)
            self.finding_mended()

    def _asked(self, user: StoredUser) -> None:
        user.pending = True
        self.world.own.pop(user.id, None)

    HANDS: ClassVar[dict[str, Callable[["Outside", StoredUser], object]]] = {
        "disabled": lambda self, user: setattr(user, "enabled", False),
        "enabled": lambda self, user: setattr(user, "enabled", True),
        "another address": lambda self, user: setattr(user, "email", f"hand{user.login}@example.com"),
        "deleted": lambda self, user: self.world.directory.users.pop(user.id),
        "a new password asked of it": _asked,
    }
