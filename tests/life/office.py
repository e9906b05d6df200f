"""The office in a state machine: cases picked by where they stand, use cases called as the pages call them."""

import functools
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from provisioner import accounts, agreement, cases, corrections, incidents
from provisioner.accounts.rules import AccountStatus
from provisioner.agreement.rules import is_mendable
from provisioner.cases.status import CaseStatus
from provisioner.entry.reader import EntryProblems
from provisioner.journal.verify import verify
from provisioner.staff.tables import StaffMember
from tests.factories import member
from tests.journal.desk import keeper
from tests.life.clocked import SECRET, ClockedDatabase
from tests.life.promises import WORKERS, Promises
from tests.life.seen import Row, seen
from tests.life.world import World
from tests.worker.troubles import Killed

NO = (
    accounts.NothingToDo, accounts.Busy, accounts.OtherOwner, accounts.ApproversOnly, accounts.TooManyToday,
    accounts.AddressHeld, accounts.MandateOver,
    cases.FasterColleague, cases.OwnEntry, cases.NotApprovable, cases.OtherContent, cases.UnknownCase,
    cases.TakenByColleague,
    corrections.AlreadyProposed, corrections.CorrectionProblems, corrections.NotOpen, corrections.OwnProposal,
    corrections.NotCompared, incidents.ChangedMeanwhile, EntryProblems,
)  # fmt: skip
"""What a page turns into a message; anything else that a use case raises is a fault of ours."""
CLERK, APPROVER = "Anna Nowak", "Barbara Lis"
WHICH = st.integers(0, 3)
Stands = Callable[[Row, Row | None], bool]
Fresh = Callable[[], ClockedDatabase]
"""Gives the database as it is on an office's first day."""


def paper(*statuses: CaseStatus) -> Stands:
    """A paper case that stands so."""
    return lambda case, account: case.status in statuses


def account(*statuses: AccountStatus) -> Stands:
    """A case whose account stands so."""
    return lambda case, account: account is not None and account.status in statuses


def on(stands: Stands, **drawn: Any) -> Callable[[Callable[..., None]], Any]:
    """A rule about one of the cases that stand so: it is given the case's row and the account's.

    Often the worker comes by afterwards, so that a life gets further than to the next button.
    """

    def made(action: Callable[..., None]) -> Any:
        @functools.wraps(action)
        def acting(self: "Office", which: int, then: bool, **told: Any) -> None:
            those = self.those(stands)
            action(self, *those[which % len(those)], **told)
            if then:
                self.works(30)

        standing: Any = precondition(lambda self: bool(self.those(stands)))
        made_rule: Any = rule(which=WHICH, then=st.booleans(), **drawn)
        return made_rule(standing(acting))

    return made


class Office(RuleBasedStateMachine):
    """Keeps the world, looks at the promises after each step and, at the end, at what is left when all is well."""

    def __init__(self, fresh: Fresh) -> None:
        super().__init__()
        self.open = ExitStack()
        self.log = self.open.enter_context(capture_logs())
        self.world = World(fresh())
        self.promises = Promises(self.world)
        self.sound = False
        self.all_promises()

    def those(self, stands: Stands) -> list[tuple[Row, Row | None]]:
        state = self.promises.state
        pairs = [(case, state.accounts.get(case.id)) for case in state.cases.values()]
        return [pair for pair in pairs if stands(*pair)]

    def do(self, work: Callable[[Session, StaffMember], object], by: str = APPROVER, *, beside: bool = False) -> bool:
        """A use case in a transaction of its own, as a page calls it; whether it was taken.

        One that says no has changed nothing (P10); `beside` a worker's doings that cannot be told.
        """
        self.sound, taken = False, True
        try:
            with self.world.database.transaction() as session:
                work(session, member(session, by))
        except NO:
            if not beside:
                self._look(refused=True)
            return False
        except (Killed, OperationalError):
            taken = False
        finally:
            self.world.faults.over()
        if not beside:
            self.all_promises()
        return taken

    def finding_mended(self) -> bool:
        """Somebody presses the button of the first difference that has one; whether there was any."""
        state = self.promises.state
        status = {account.id: account.status for account in state.accounts.values()}
        stand = [
            one
            for one in state.findings
            if one.closed_at is None and one.account_id in status and is_mendable(one.kind, status[one.account_id])
        ]
        if stand:
            self.do(lambda session, by: agreement.mend(session, stand[0].id, by=by, at=self.world.clock()))
        return bool(stand)

    def works(self, gap: int) -> None:
        """After so many seconds a worker does all that is due, and then all is well outside."""
        self.sound = False
        self.world.later(seconds=gap)
        self.world.work()
        self.world.faults.over()
        self.all_promises()

    @invariant()
    def all_promises(self) -> None:
        self._look(refused=False)

    def _look(self, *, refused: bool) -> None:
        self.sound = False
        state = replace(self.promises.state, lines=())
        if self.world.database.changed:
            state = seen(self.world.database, state.last)
            self.world.database.changed = False
        self.promises.look(state, refused=refused)
        self.sound = True

    def teardown(self) -> None:
        with self.open:
            if self.sound:
                self.all_is_well_again()

    def all_is_well_again(self) -> None:
        """Nothing breaks any more: then no work is left, the journal is whole, and no log holds a password."""
        self.world.faults.over()
        for hours in (0, 1, 1, 6, 6):
            for _, one in self.those(account(AccountStatus.NEEDS_ATTENTION)):
                self.do(functools.partial(self._again, one))
            self.works(60 + hours * 3600)
        left = [one.status for one in self.promises.state.accounts.values() if one.status in WORKERS]
        assert not left, f"P1: never carried out: {left}"
        with self.world.database.reading() as session:
            report = verify(session, keeper(), ())
        assert not report.faults, f"P8: {report.faults}"
        assert SECRET not in str(self.log), "P3: a temporary password in the log"

    def _again(self, one: Row, session: Session, by: StaffMember) -> None:
        accounts.retry(session, one.id, by=by, at=self.world.clock())
