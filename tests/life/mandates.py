"""Whoever acts for a customer: a mandate is extended, ends before its day, and another is recorded."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from hypothesis import strategies as st
from sqlalchemy.orm import Session

from provisioner import accounts, corrections
from provisioner.accounts.mandates.rules import Granted, MandateKind
from provisioner.accounts.rules import AccountStatus
from provisioner.cases.channels import Channel
from provisioner.corrections.entry import Proposed
from provisioner.corrections.rules import CorrectionKind, CorrectionStatus
from provisioner.office.time import office_date
from provisioner.staff.tables import StaffMember
from tests.factories import TODAY
from tests.life.office import CLERK, Office, account, on
from tests.life.papers import MAILBOXES
from tests.life.seen import Row

Status = AccountStatus
DAYS = st.sampled_from([None, 1, 30])


def acting(case: Row, one: Row | None) -> bool:
    """A case whose account somebody uses for the customer."""
    return one is not None and one.acting


class Mandates(Office):
    """The card of the mandate on the case page."""

    @on(acting, days=DAYS)
    def a_mandate_is_extended(self, case: Row, one: Row, days: int | None) -> None:
        self.do(partial(self._longer, case, self._until(days)))

    @on(acting)
    def a_mandate_has_ended(self, case: Row, one: Row) -> None:
        self.do(lambda session, by: accounts.revoke_mandate(
            session, case.id, reason="pismo", by=by, at=self.world.clock()
        ))  # fmt: skip

    @on(acting)
    def the_last_day_of_a_mandate_passes(self, case: Row, one: Row) -> None:
        """And the worker comes by."""
        self.world.later(days=31)
        self.works(0)

    @on(account(*AccountStatus), days=DAYS, unblock=st.booleans())
    def a_mandate_is_recorded(self, case: Row, one: Row, days: int | None, unblock: bool) -> None:
        granted = Granted(MandateKind.HEIR, "Jan Kos", "akt", self._until(days))
        self.do(partial(self._grant, case, granted))
        if unblock:
            self.do(partial(self._let_in, case))

    @on(account(Status.BLOCKED), email=MAILBOXES)
    def a_customer_acts_alone(self, case: Row, one: Row, email: str) -> None:
        """A clerk proposes the address that the customer has signed for, an approver confirms it."""
        told: dict[str, Any] = {"word_received_on": TODAY, "word_channel": Channel.POST}
        proposed = Proposed(email, CorrectionKind.ACTS_ALONE, **told)
        taken = self.do(partial(self._signed_address, one, proposed), by=CLERK)
        for open_one in self.promises.state.corrections:
            if taken and open_one.status == CorrectionStatus.OPEN and open_one.account_id == one.id:
                self.do(partial(self._confirm_alone, open_one))

    def _until(self, days: int | None) -> date | None:
        return None if days is None else office_date(self.world.clock()) + timedelta(days=days)

    def _longer(self, case: Row, until: date | None, session: Session, by: StaffMember) -> None:
        accounts.extend_mandate(session, case.id, until=until, proof="aneks", by=by, at=self.world.clock())

    def _grant(self, case: Row, granted: Granted, session: Session, by: StaffMember) -> None:
        accounts.record_mandate(session, case.id, granted, by=by, at=self.world.clock())

    def _let_in(self, case: Row, session: Session, by: StaffMember) -> None:
        accounts.unblock(session, case.id, reason="powód", address_checked=True, by=by, at=self.world.clock())

    def _signed_address(self, one: Row, told: Proposed, session: Session, by: StaffMember) -> None:
        corrections.propose(session, one.id, told, by=by, at=self.world.clock())

    def _confirm_alone(self, one: Row, session: Session, by: StaffMember) -> None:
        corrections.confirm(session, one.id, compared=True, by=by, at=self.world.clock())
