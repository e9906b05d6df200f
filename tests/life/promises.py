"""The promises of docs/architecture.md, looked at in one state; P3, P5 and P9 are also looked at as things happen."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import ClassVar
from uuid import UUID

from provisioner.accounts.blocking.rules import LEAKED
from provisioner.accounts.kinds import BLOCK, CHANGE, NOTIFY, PROVISION, REMOVE, UNBLOCK, USER, WATCH
from provisioner.accounts.rules import STANDING_BLOCK, AccountStatus
from provisioner.cases.status import CaseStatus
from provisioner.journal import Event
from provisioner.outbox import Kind
from tests.fakes import StoredUser
from tests.life.moves import OF_ACCOUNTS
from tests.life.seen import Row, Seen
from tests.life.world import World

Status = AccountStatus
WORKERS: dict[Status, Kind] = {
    Status.APPROVED: PROVISION,
    Status.CREATED: NOTIFY,
    Status.BLOCKING: BLOCK,
    Status.UNBLOCKING: UNBLOCK,
    Status.CHANGING: CHANGE,
}
"""Here the worker has the next word, by work of this kind, which must be open."""
IN_ITS_TIME: dict[Status, Kind] = {Status.CLOSING: REMOVE}
"""The same, on a day that may be far ahead."""
CUSTOMERS = frozenset({Status.NOTIFIED, Status.EXPIRED})
"""Here the customer has it, and the worker looks for it."""
PEOPLES = frozenset({Status.NEEDS_ATTENTION, Status.ACTIVATED, Status.BLOCKED, Status.CLOSED})
"""Here nobody waits, or people are asked."""
SHUT = frozenset({Status.BLOCKING, Status.BLOCKED, Status.CLOSING, Status.CLOSED})
OF_ANOTHER = frozenset(
    {
        Event.APPLICATION_LOGIN_CHANGED,
        Event.APPLICATION_SKIPPED,
        Event.APPLICATION_HANDED_OVER,
        Event.HAND_OVER_LAPSED,
        Event.COLLEAGUE_ASKED,
        Event.CASE_VIEWED,
        Event.CASE_DISCLOSED,
        Event.ANSWER_REVEALED,
        Event.ANSWERS_ERASED,
        Event.EMERGENCY_ASKED,
        Event.EMERGENCY_USED,
        Event.EMERGENCY_REVIEWED,
        Event.DUPLICATE_WITHDRAWN,
        Event.DUPLICATE_FOUND,
        Event.CASE_ERASED,
    }
)
"""Lines about a case that change no revision of it."""


@dataclass
class Promises:
    """Compares each state with the one before; a broken promise is an AssertionError that begins with its name."""

    world: World
    state: Seen = field(default_factory=Seen)
    ever: set[UUID] = field(default_factory=set)
    strangers: dict[str, StoredUser] = field(default_factory=dict)
    bore: dict[tuple[str, UUID], set[str]] = field(default_factory=dict)
    """The names of each account of a customer number, since it was opened."""
    standing: dict[str, str] = field(default_factory=dict)
    """Where each account stands by the journal."""
    changed: Counter[str] = field(default_factory=Counter)
    """How often each case was changed by the journal."""

    def stranger(self, user: StoredUser) -> None:
        """Nobody of ours may ever touch this one."""
        self.strangers[user.id] = replace(user)

    def look(self, state: Seen, *, refused: bool) -> None:
        """`refused` tells that a use case has just said no: then nothing may have changed (P10)."""
        before, self.state = self.state, state
        if refused:
            assert (state.cases, state.accounts, state.last) == (before.cases, before.accounts, before.last), "P10"
        for promise in self.EACH:
            promise(self)

    def p1_nothing_approved_is_lost(self) -> None:
        self.ever |= self.state.cases.keys()
        gone = self.ever - self.state.cases.keys()
        assert gone <= {one.case_id for one in self.state.erasures}, "P1: a case is gone"
        for case in self.state.cases.values():
            if case.status is CaseStatus.APPROVED and case.purpose == "account":
                account = self.state.accounts.get(case.id)
                assert account is not None, "P1: approved, and no account"
                self._goes_on(account)

    def _goes_on(self, account: Row) -> None:
        open_tasks = self.state.open_tasks(account)
        at_user = [one.kind for one in open_tasks if one.lane == USER]
        assert len(at_user) <= 1, "P1: two at one user"
        if kind := WORKERS.get(account.status):
            assert at_user == [kind.name], f"P1: {account.status}, and open is {at_user}"
        elif kind := IN_ITS_TIME.get(account.status):
            assert kind.name in [one.kind for one in open_tasks], f"P1: {account.status}, and nothing waits"
        elif account.status in CUSTOMERS:
            watched = WATCH.name in [one.kind for one in open_tasks]
            old = account.password_valid_until is not None and (self.world.clock() - account.password_valid_until).days
            assert watched or (old or 0) > 300, f"P1: {account.status}, and nobody looks"
        else:
            assert account.status in PEOPLES, f"say in {__name__} who has the next word in {account.status}"
        attention = account.status is Status.NEEDS_ATTENTION
        assert (account.attention is not None) is attention, "P1: a reason and no question, or the other way round"

    def p2_one_user_each_and_no_stranger_touched(self) -> None:
        users = self.world.directory.users
        marked = Counter(one.application_id for one in users.values() if one.ours and one.application_id)
        assert not [marker for marker, count in marked.items() if count > 1], "P2: two users of one application"
        known = {str(case_id): account for case_id, account in self.state.accounts.items()}
        assert marked.keys() <= known.keys() | {str(one.case_id) for one in self.state.erasures}, (
            "P2: a user of nothing"
        )
        for user_id, as_it_was in self.strangers.items():
            assert users[user_id] == as_it_was, "P2: a stranger was touched"
        for account in known.values():
            user = users.get(account.keycloak_id or "")
            assert account.status != Status.CLOSED or str(account.case_id) not in marked, (
                "P2: closed, and a user is left"
            )
            assert user is None or user.application_id == str(account.case_id), "P2: an account with another's user"

    def p4_the_newest_mail_works_and_own_passwords_stay(self) -> None:
        for account, user in self._users():
            leaked = [one for one in self.state.blocks if one.account_id == account.id and one.ground in LEAKED]
            own = self.world.own.get(user.id)
            if own and any(one.lifted_at is None or one.lifted_at >= own[1] for one in leaked):
                own = None
            if own:
                assert (user.password, user.pending) == (own[0], False), "P4: an own password was overwritten"
            mailed = [one.password for one in self.world.mails if one.password and one.login == account.login]
            assert user.password not in mailed[:-1], "P4: an older mail works"
            if user.id not in self.world.touched:
                self._stands(account, user, mailed[-1:], own=own is not None)
            for block in leaked:
                self._dead(block, user)

    def _stands(self, account: Row, user: StoredUser, mailed: list[str], *, own: bool) -> None:
        lives = account.password_valid_until is not None and account.password_valid_until > self.world.clock.now
        match account.status:
            case Status.NOTIFIED if lives and not own and account.shut_at is None:
                assert [user.password] == mailed, "P4: the newest mail does not work"
                assert (user.enabled, user.pending) == (True, True), "P4: the newest mail is shut out"
                assert user.email == account.email_key, "P4: mailed to an address that Keycloak does not know"
            case Status.EXPIRED if not own:
                assert [user.password] != mailed, "P4: an expired password works"
            case Status.ACTIVATED:
                assert user.enabled, "P4: a customer is shut out"
            case Status.BLOCKED | Status.CLOSING:
                assert not user.enabled, "blocked, and can log in"
                assert not user.sessions, "blocked, and a session is left"

    def _dead(self, block: Row, user: StoredUser) -> None:
        """After a block because of a mail gone astray nothing works that its reader had."""
        if block.lifted_at is None or self._replaced(block):
            return
        read = [one.password for one in self.world.mails if one.password and one.at <= block.lifted_at]
        password, at = self.world.own.get(user.id, ("", block.lifted_at))
        assert user.password not in read, "P4: a password that went astray works again"
        assert at > block.lifted_at or user.password != password, "P4: a password a stranger chose works again"

    def _replaced(self, block: Row) -> bool:
        """Whether one on a graver ground stands in its place: then nobody was let in."""
        return any(one.account_id == block.account_id and one.at == block.lifted_at for one in self.state.blocks)

    def r8_nobody_acts_whose_mandate_is_over(self) -> None:
        """Nobody may log in, until another mandate is recorded or the customer alone has given an address."""
        newest = {one.account_id: one for one in sorted(self.state.mandates, key=lambda one: int(one.id))}
        for account in self.state.accounts.values():
            last = newest.get(account.id)
            if last is None or last.ended_at is None:
                continue
            mine = [one for one in self.state.blocks if one.account_id == account.id]
            alone = any(one.readdressed and one.ended_at >= last.ended_at for one in mine)
            shut = account.status in SHUT or account.attention in STANDING_BLOCK
            assert alone or shut, f"R8: the mandate is over, and the account is {account.status}"

    def r8_a_customer_number_has_one_owner_who_logs_in(self) -> None:
        """Whoever bears, or bore, a name of one account is the owner of it; here people change their surname alone."""
        live: dict[str, set[str]] = {}
        for account in self.state.accounts.values():
            self.bore.setdefault((account.customer_number, account.id), set()).add(account.name_key)
            if account.status not in SHUT and account.attention not in STANDING_BLOCK:
                live.setdefault(account.customer_number, set()).add(account.name_key)
        for number, names in live.items():
            kin, before = {min(names)}, 0
            while before < len(kin):
                before = len(kin)
                kin.update(*(bore for (of, _), bore in self.bore.items() if of == number and bore & kin))
            assert names <= kin, f"R8: two owners of {number}: {names}"

    def p6_nobody_decides_what_they_keyed_in(self) -> None:
        for case in self.state.cases.values():
            if case.status in (CaseStatus.APPROVED, CaseStatus.REFUSED):
                assert case.decided_by not in (None, case.recorded_by), "P6"
        for one in self.state.corrections:
            assert one.status != "confirmed" or one.decided_by != one.proposed_by, "P6: an own correction"

    def p8_each_change_has_its_line(self) -> None:
        for line in self.state.lines:
            assert line.event in set(Event), "P8: an unknown event"
            if line.object_type == "application" and line.event not in OF_ANOTHER:
                self.changed[line.object_id] += 1
            elif line.object_type == "account" and "after" in line.details:
                before, after = self.standing.get(line.object_id, Status.APPROVED.value), line.details["after"]
                assert line.details["before"] == before, "P8: a change without a line"
                assert (before, after, line.event.value) in OF_ACCOUNTS, (
                    f"tell {before} -> {after} in tests/life/moves.py"
                )
                self.standing[line.object_id] = after
        for account in self.state.accounts.values():
            assert self.standing.get(str(account.id), Status.APPROVED) == account.status, "P8: a state without a line"
        for case in self.state.cases.values():
            assert self.changed[str(case.id)] == case.revision, "P8: a revision without a line"

    def _users(self) -> Iterator[tuple[Row, StoredUser]]:
        for account in self.state.accounts.values():
            if user := self.world.directory.users.get(account.keycloak_id or ""):
                yield account, user

    EACH: ClassVar[tuple[Callable[["Promises"], None], ...]] = (
        p1_nothing_approved_is_lost,
        p2_one_user_each_and_no_stranger_touched,
        p4_the_newest_mail_works_and_own_passwords_stay,
        r8_nobody_acts_whose_mandate_is_over,
        r8_a_customer_number_has_one_owner_who_logs_in,
        p6_nobody_decides_what_they_keyed_in,
        p8_each_change_has_its_line,
    )
