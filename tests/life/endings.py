"""How an account ends on paper: resignation, deletion by the office, taken back in time."""

from functools import partial

from hypothesis import strategies as st
from sqlalchemy.orm import Session

from provisioner import resignations
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.cases.status import CaseStatus
from provisioner.staff.tables import StaffMember
from tests import resigned
from tests.life.office import CLERK, Office, account, on
from tests.life.papers import RESIGN
from tests.life.seen import Row

ENDS = [{}, {"effect_on": "24.12.2026"}, resigned.BY_OFFICE]


class Endings(Office):
    """Papers of the purpose `resign`."""

    @on(account(*AccountStatus), typed=st.sampled_from(ENDS), approve=st.booleans())
    def an_end_is_recorded(self, case: Row, one: Row, typed: dict[str, str], approve: bool) -> None:
        known = set(self.promises.state.cases)
        self.do(partial(self._resign, one, typed), by=CLERK)
        for new in [each for each in self.promises.state.cases.values() if approve and each.id not in known]:
            self.do(partial(self._agree, new))

    @on(lambda case, one: case.purpose == RESIGN and case.status is CaseStatus.APPROVED)
    def an_end_is_taken_back(self, case: Row, one: Row | None) -> None:
        """In time or too late."""
        self.do(lambda session, by: resignations.take_back(
            session, case.id, reason="pismo", by=by, at=self.world.clock()
        ))  # fmt: skip

    def _agree(self, new: Row, session: Session, by: StaffMember) -> None:
        resignations.approve(session, new.id, revision=new.revision, by=by, at=self.world.clock())

    def _resign(self, one: Row, typed: dict[str, str], session: Session, by: StaffMember) -> None:
        resigned.recorded(session, session.get_one(Account, one.id), by.name, **typed)
