"""What staff do about accounts."""

from functools import partial
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from sqlalchemy.orm import Session

from provisioner import accounts, agreement, corrections, incidents, office
from provisioner.accounts import not_me
from provisioner.accounts.blocking.rules import ASKED_FOR, BlockGround
from provisioner.accounts.rules import LIVE, AccountStatus
from provisioner.corrections.entry import Proposed
from provisioner.corrections.rules import CorrectionKind, CorrectionStatus
from provisioner.incidents.entry import Assessment
from provisioner.incidents.rules import IncidentStatus
from provisioner.staff.tables import StaffMember
from tests.life.office import APPROVER, CLERK, Office, account, on
from tests.life.papers import MAILBOXES
from tests.life.seen import Row

Status = AccountStatus
CHOICES = [
    ("block_on_not_me", "false"), ("temp_password_reminder_hours", "0"), ("reissues_a_day", "1"),
    ("clerks_reissue", "true"), ("temp_password_ttl_hours", "24"), ("mail_basic_data", ""),
]  # fmt: skip
LOW = Assessment("nikt się nie logował", False, None, "brak ryzyka", True)


class Desk(Office):
    """The buttons of an account's page and of the lists."""

    @on(account(Status.NEEDS_ATTENTION, Status.ACTIVATED))
    def tried_again(self, case: Row, one: Row) -> None:
        self.do(lambda session, by: accounts.retry(session, one.id, by=by, at=self.world.clock()))

    @on(account(Status.NOTIFIED, Status.EXPIRED, Status.CREATED), clerk=st.booleans(), found=st.booleans())
    def a_new_password_is_asked_for(self, case: Row, one: Row, clerk: bool, found: bool) -> None:
        """And perhaps the customer finds the old mail before the worker comes."""
        ask = accounts.reissue_by_clerk if clerk else accounts.reissue
        self.do(lambda session, by: ask(session, one.id, by=by, at=self.world.clock()))
        if found and (user := self.world.directory.users.get(one.keycloak_id or "")):
            self.world.logs_in(user)

    @on(account(Status.NEEDS_ATTENTION, Status.APPROVED))
    def it_is_closed(self, case: Row, one: Row) -> None:
        self.do(lambda session, by: accounts.close(session, case.id, reason="powód", by=by, at=self.world.clock()))

    @on(account(*LIVE), ground=st.sampled_from([*ASKED_FOR, None, None, None]))
    def it_is_blocked(self, case: Row, one: Row, ground: BlockGround | None) -> None:
        """By hand, or because a mail went to the wrong person."""
        if ground:
            self.do(lambda session, by: accounts.block(
                session, case.id, ground=ground, reason="powód", by=by, at=self.world.clock()
            ))  # fmt: skip
        else:
            self.do(lambda session, by: incidents.open_incident(
                session, case.id, what="list u obcej osoby", by=by, at=self.world.clock()
            ))  # fmt: skip

    @on(account(Status.BLOCKED, Status.BLOCKING))
    def its_block_is_ended(self, case: Row, one: Row) -> None:
        self.do(
            lambda session, by: accounts.unblock(
                session, case.id, reason="powód", address_checked=True, by=by, at=self.world.clock()
            )
        )

    @precondition(lambda self: any(one.status != IncidentStatus.CLOSED for one in self.promises.state.incidents))
    @rule()
    def an_incident_is_assessed_or_closed(self) -> None:
        one = next(one for one in self.promises.state.incidents if one.status != IncidentStatus.CLOSED)
        told: dict[str, Any] = {"revision": one.revision}
        if one.status == IncidentStatus.OPEN:
            self.do(lambda session, by: incidents.assess(session, one.id, LOW, by=by, at=self.world.clock(), **told))
        else:
            told["measures"] = "rozmowa"
            self.do(lambda session, by: incidents.close(session, one.id, by=by, at=self.world.clock(), **told))

    @on(account(*LIVE, Status.BLOCKED), email=MAILBOXES, confirm=st.booleans())
    def another_address_is_proposed(self, case: Row, one: Row, email: str, confirm: bool) -> None:
        told = Proposed(email, CorrectionKind.KEYED_WRONGLY)
        self.do(lambda session, by: corrections.propose(session, one.id, told, by=by, at=self.world.clock()), by=CLERK)
        if confirm:
            self._decide(APPROVER, confirmed=True)

    @precondition(lambda self: any(one.status == CorrectionStatus.OPEN for one in self.promises.state.corrections))
    @rule(by=st.sampled_from([APPROVER, CLERK]), confirmed=st.booleans())
    def a_proposal_is_decided(self, by: str, confirmed: bool) -> None:
        self._decide(by, confirmed=confirmed)

    def _decide(self, by: str, *, confirmed: bool) -> None:
        for one in self.promises.state.corrections:
            if one.status == CorrectionStatus.OPEN:
                self.do(partial(self._confirm if confirmed else self._reject, one), by=by)
                return

    def _confirm(self, one: Row, session: Session, by: StaffMember) -> None:
        corrections.confirm(session, one.id, compared=True, by=by, at=self.world.clock())

    def _reject(self, one: Row, session: Session, by: StaffMember) -> None:
        corrections.reject(session, one.id, reason="powód", by=by, at=self.world.clock())

    @on(lambda case, one: one is not None and one.reported, confirmed=st.booleans())
    def a_report_is_settled(self, case: Row, one: Row, confirmed: bool) -> None:
        def settle(session: Session, by: StaffMember) -> None:
            if confirmed:
                not_me.confirm(session, case.id, by=by, at=self.world.clock())
            else:
                not_me.dismiss(session, case.id, reason="powód", by=by, at=self.world.clock())

        self.do(settle)

    @precondition(lambda self: any(one.closed_at is None for one in self.promises.state.findings))
    @rule(mended=st.booleans())
    def a_finding_is_mended_or_settled(self, mended: bool) -> None:
        if mended and self.finding_mended():
            self.works(30)
            return
        one = next(one for one in self.promises.state.findings if one.closed_at is None)
        self.do(lambda session, by: agreement.settle(session, one.id, note="powód", by=by, at=self.world.clock()))

    @rule(choice=st.sampled_from(CHOICES))
    def the_office_chooses_otherwise(self, choice: tuple[str, str]) -> None:
        self.do(lambda session, by: office.change(session, *choice))

    @on(account(Status.ACTIVATED))
    def it_is_unlocked(self, case: Row, one: Row) -> None:
        self.world.customers.did("USER_DISABLED_BY_TEMPORARY_LOCKOUT", str(one.keycloak_id), self.world.clock())
        self.works(20)
        self.do(lambda session, by: agreement.unlock(session, case.id, by=by, at=self.world.clock()))
