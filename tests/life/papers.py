"""Papers: recorded, corrected, returned, decided; for an account and for a change of its data."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import uuid4

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from sqlalchemy.orm import Session

from provisioner import applications, changes, forms, resignations
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.applications.tables import Application
from provisioner.cases import decide
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.cases.taking.coming import skip, take_next
from provisioner.cases.taking.tables import SkipReason
from provisioner.changes.tables import ChangeOfData
from provisioner.resignations.tables import Resignation
from provisioner.staff.tables import StaffMember
from tests import changed
from tests.factories import PRACTICE, TODAY, entry
from tests.life.faults import Trouble
from tests.life.office import APPROVER, CLERK, Office, account, on, paper
from tests.life.seen import Row

MOST = 4
COLLEAGUE = "Celina Mak"
NUMBERS = st.sampled_from(["104233", "200001", "300002"])
NAMES = st.sampled_from(["Żółkiewski", "Nowak"])
MAILBOXES = st.integers(1, 5).map(lambda number: f"c{number}@example.com")
FLAWS: dict[str, dict[str, str]] = {
    "none": {},
    "clause": {"clause-1": "refused"},
    "regulamin": {"regulamin_signed": "no"},
    "mandate": {"filed_by": "attorney", "attorney_name": "Anna Lis", "mandate_until": "24.11.2026"},
}
SIGNED: dict[str, dict[str, str]] = {
    "self": {},
    "attorney": {"filed_by": "attorney", "attorney_name": "Anna Lis", "mandate_until": "30.11.2026"},
    "heir": {"filed_by": "heir", "attorney_name": "Jan Kos"},
}
"""By whom the paper is signed."""
OPEN = paper(CaseStatus.RECORDED, CaseStatus.INCOMPLETE)
RESIGN = "resign"
KINDS: dict[str, type[Case]] = {"account": Application, "change_data": ChangeOfData, RESIGN: Resignation}
OF_AN_APPLICATION: dict[str, Callable[..., object]] = {
    "refuse": applications.refuse,
    "withdraw": applications.withdraw,
}
OF_ANY_PAPER: dict[str, Callable[..., object]] = {
    "refuse": decide.refuse,
    "withdraw": decide.withdraw,
    "return_incomplete": decide.return_incomplete,
}
"""Purposes that are refused, returned and withdrawn as any case; an application gives its login back, too."""


class Papers(Office):
    """What clerks and approvers do with paper."""

    def few(self) -> bool:
        return len(self.promises.state.cases) < MOST

    @precondition(few)
    @rule(number=NUMBERS, name=NAMES, email=MAILBOXES, flaw=st.sampled_from(sorted(FLAWS)), twice=st.booleans())
    def a_paper_is_recorded(self, number: str, name: str, email: str, flaw: str, twice: bool) -> None:
        key = uuid4()
        for _ in range(1 + twice):
            self.do(partial(self._record, key, self._paper(number, name, email, **FLAWS[flaw])), by=CLERK)

    @precondition(few)
    @rule(
        number=NUMBERS, email=MAILBOXES, until=st.sampled_from(["approved", "mailed", "used", "used twice"]),
        trouble=st.sampled_from([None, Trouble.DIES, Trouble.OVERSLEEPS, Trouble.ANSWER_LOST]),
        moments=st.integers(0, 20), signed=st.sampled_from(["self", "self", "attorney", "heir"]),
    )  # fmt: skip
    def a_paper_goes_the_straight_way(
        self, number: str, email: str, until: str, trouble: Trouble | None, moments: int, signed: str
    ) -> None:
        """Approved at once, the worker at it, the customer as fast as the mail."""
        known = set(self.promises.state.cases)
        self.do(partial(self._record, uuid4(), self._paper(number, "Nowak", email, **SIGNED[signed])), by=CLERK)
        for case in [one for one in self.promises.state.cases.values() if one.id not in known]:
            self.do(partial(self._approve, case))
        if trouble and until != "approved":
            self.world.faults.arm(trouble, moments, self.world.another_does_it)
        if until != "approved":
            self.works(0)
        for user in list(self.world.directory.users.values()):
            if until.startswith("used") and user.email == email:
                self.world.logs_in(user)
                self.works(400)

    @on(OPEN, by=st.sampled_from([APPROVER, APPROVER, CLERK]))
    def it_is_approved(self, case: Row, one: Row | None, by: str) -> None:
        """By whoever keyed it in, too: then it must be refused (P6), as with a refused clause (P7)."""
        taken = self.do(partial(self._approve, case), by=by)
        assert not (taken and by == CLERK), "P6"

    @on(OPEN, what=st.sampled_from(["refuse", "withdraw"]), by=st.sampled_from([APPROVER, CLERK]))
    def it_is_refused_or_withdrawn(self, case: Row, one: Row | None, what: str, by: str) -> None:
        end = self._door(case, what)
        self.do(lambda session, who: end(
            session, case.id, revision=case.revision, reason="powód", by=who, at=self.world.clock()
        ), by=by)  # fmt: skip

    @on(OPEN)
    def it_is_returned(self, case: Row, one: Row | None) -> None:
        give_back = self._door(case, "return_incomplete")
        self.do(lambda session, who: give_back(
            session, case.id, revision=case.revision, missing="podpis", by=who, at=self.world.clock()
        ))  # fmt: skip

    @on(paper(CaseStatus.RECORDED), by=st.sampled_from([APPROVER, APPROVER, COLLEAGUE]), skips=st.booleans())
    def the_queue_is_begun(self, case: Row, one: Row | None, by: str, skips: bool) -> None:
        """What a colleague has in hand nobody else decides; a skipped one comes no more that day."""
        self.do(partial(self._begin, skips), by=by)

    @on(lambda case, one: OPEN(case, one) and case.purpose == "account", email=MAILBOXES, number=NUMBERS)
    def it_is_corrected_or_completed(self, case: Row, one: Row | None, email: str, number: str) -> None:
        told = self._paper(number, "Nowak", email)
        self.do(lambda session, who: applications.complete(
            session, case.id, entry(session, **told), revision=case.revision, practice=PRACTICE, by=who,
            at=self.world.clock(),
        ), by=CLERK)  # fmt: skip

    @on(paper(*CaseStatus))
    def somebody_decides_what_they_saw_long_ago(self, case: Row, one: Row | None) -> None:
        """A page that was open since before the last change."""
        refuse = self._door(case, "refuse")
        taken = self.do(lambda session, who: refuse(
            session, case.id, revision=case.revision - 1, reason="powód", by=who, at=self.world.clock()
        ))  # fmt: skip
        assert not taken, "decided on a case that had changed"

    @on(
        lambda case, one: account(AccountStatus.ACTIVATED, AccountStatus.NEEDS_ATTENTION)(case, one),
        typed=st.sampled_from([{"email": "nowy@example.com"}, {"last_name": "Inna"}, {"email": "c1@example.com"}]),
        approve=st.booleans(),
    )
    def a_change_of_data_is_recorded(self, case: Row, one: Row, typed: dict[str, str], approve: bool) -> None:
        known = set(self.promises.state.cases)
        self.do(partial(self._change, one, typed), by=CLERK)
        for new in [each for each in self.promises.state.cases.values() if approve and each.id not in known]:
            self.do(partial(self._approve, new))

    def _begin(self, skips: bool, session: Session, by: StaffMember) -> None:
        case_id = take_next(session, by=by.id, at=self.world.clock())
        if case_id and skips:
            skip(session, case_id, SkipReason.ASK, by=by, at=self.world.clock())
            assert take_next(session, by=by.id, at=self.world.clock()) != case_id, "skipped, and there again"

    def _door(self, case: Row, what: str) -> Callable[..., object]:
        """Refusing, withdrawing or returning a case of this purpose: called with session, id and what was seen."""
        if case.purpose == "account" and what in OF_AN_APPLICATION:
            return OF_AN_APPLICATION[what]
        return lambda session, case_id, **told: OF_ANY_PAPER[what](session, KINDS[case.purpose], case_id, **told)

    def _paper(self, number: str, name: str, email: str, **flaws: str) -> dict[str, Any]:
        return {"customer_number": number, "last_name": name, "email": email, "email_again": email, **flaws}

    def _record(self, key: Any, told: dict[str, Any], session: Session, by: StaffMember) -> None:
        clause = forms.current(session, TODAY).clauses[0].id
        told = {(f"clause-{clause}" if name == "clause-1" else name): value for name, value in told.items()}
        applications.record(
            session, entry(session, **told), edition=forms.current(session, TODAY), practice=PRACTICE, form_key=key,
            by=by, at=self.world.clock(),
        )  # fmt: skip

    def _change(self, one: Row, typed: dict[str, str], session: Session, by: StaffMember) -> None:
        owner = session.get_one(Account, one.id)
        told = changed.entry(session, owner, **typed)
        changes.record(session, owner, told, form_key=uuid4(), by=by, at=self.world.clock())

    def _approve(self, case: Row, session: Session, by: StaffMember) -> None:
        seen: dict[str, Any] = {"revision": case.revision, "by": by, "at": self.world.clock()}
        match case.purpose:
            case "account":
                applications.approve(session, case.id, **seen)
            case "change_data":
                changes.approve(session, case.id, **seen)
            case _:
                resignations.approve(session, case.id, **seen)
