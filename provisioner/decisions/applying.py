"""The worker lets a decision count once its time has come, through the door by which it would have at once."""

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import accounts, journal, outbox
from provisioner.cases.emergency import asking as emergency
from provisioner.cases.moves import OBJECT
from provisioner.cases.tables import Case
from provisioner.cases.taking.tables import CaseTaking
from provisioner.cases.verdict import Verdict
from provisioner.cases.waiting.tables import WaitingDecision
from provisioner.decisions.doors import STOPS, apply
from provisioner.decisions.kinds import APPLY
from provisioner.journal import Event
from provisioner.outbox.claims import Claim
from provisioner.outbox.handlers import Handler, Hands, Next, Trouble

BUSY_WAIT = timedelta(seconds=5)
"""An account at which a worker is this moment is asked for again so soon."""


def apply_waiting(session: Session, case_id: UUID, *, at: datetime) -> datetime | None:
    """Let the decision count, with the checks of this moment; where its time has not come, gives when that is.

    One that was taken back is nothing to do. Raises one of doors.STOPS, accounts.Busy.
    """
    waits = _waiting(session, case_id)
    if waits is None:
        return None
    if waits.until > at:
        return waits.until
    verdict, by = Verdict(waits.verdict, waits.revision, waits.reason), waits.decider
    session.delete(waits)
    # Whoever took the case in hand in the moment of the decision has it no more.
    session.execute(sa.delete(CaseTaking).where(CaseTaking.case_id == case_id))
    session.flush()
    apply(session, session.get_one(Case, case_id), verdict, by=by, at=at)
    return None


def lapse(session: Session, case_id: UUID, why: str, *, at: datetime) -> datetime | None:
    """Leave the case undecided and tell whoever had decided it; one that was taken back is nothing to tell.

    Of one that was given anew meanwhile gives when its time comes.
    """
    waits = _waiting(session, case_id)
    if waits is None:
        return None
    if waits.until > at:
        return waits.until
    waits.lapsed_at = at
    emergency.let_go(session, case_id)
    journal.record(
        session, Event.DECISION_LAPSED, at=at, actor=journal.WORKER, object_type=OBJECT, object_id=case_id,
        verdict=waits.verdict, why=why,
    )  # fmt: skip
    return None


def _waiting(session: Session, case_id: UUID) -> WaitingDecision | None:
    """The decision that waits, with nobody else at it until this transaction ends."""
    found = session.get(
        WaitingDecision, case_id, with_for_update={"of": WaitingDecision}, populate_existing=True
    )  # fmt: skip
    return found if found and found.lapsed_at is None else None


class ApplyDecision(Handler[UUID]):
    """Applies one decision that has waited."""

    kind = APPLY

    def __init__(self, hands: Hands) -> None:
        self.database = hands.database

    def read(self, session: Session, claim: Claim) -> UUID:  # noqa: ARG002
        """The case alone: what was decided is read where it is locked."""
        return claim.subject_id

    def carry_out(self, claim: Claim, work: UUID) -> Next | None:
        """Apply it, or leave it to whoever decided when it cannot be any more."""
        try:
            with self.database.transaction() as session:
                now = self.database.now(session)
                self._finish(session, claim, now, apply_waiting(session, work, at=now))
        except accounts.Busy:
            with self.database.transaction() as session:
                now = self.database.now(session)
                self._finish(session, claim, now, now + BUSY_WAIT)
        except STOPS as stopped:
            with self.database.transaction() as session:
                now = self.database.now(session)
                self._finish(session, claim, now, lapse(session, work, type(stopped).__name__, at=now))
        return None

    def give_up(self, session: Session, claim: Claim, trouble: Trouble, code: str, *, at: datetime) -> None:  # noqa: ARG002
        """What failed again and again is for people as well."""
        lapse(session, claim.subject_id, trouble, at=at)

    def _finish(self, session: Session, claim: Claim, now: datetime, later: datetime | None) -> None:
        if later is None:
            outbox.finish(session, claim, now=now)
        else:
            outbox.put_off(session, claim, until=later)
