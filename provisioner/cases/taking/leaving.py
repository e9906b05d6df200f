"""What waits for somebody who has left the staff goes back to the others."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.cases.errands.tables import CaseErrand, ErrandKind
from provisioner.cases.locking import lock_cases
from provisioner.cases.taking.tables import CaseTaking
from provisioner.staff.listing import gone


def free_what_leavers_had(session: Session) -> int:
    """Free the cases that they have in hand or were handed, by the list of staff as it stands; gives how many.

    A question that was put to them stays: whoever asked sees that there is no answer.
    """
    taken = CaseTaking.taken_by.in_(gone())
    handed = sa.and_(CaseErrand.kind == ErrandKind.HANDED, CaseErrand.given_to.in_(gone()))
    held = sa.union(sa.select(CaseTaking.case_id).where(taken), sa.select(CaseErrand.case_id).where(handed))
    locked = lock_cases(session, session.scalars(held).all())
    for theirs in (
        sa.delete(CaseTaking).where(CaseTaking.case_id.in_(locked), taken),
        sa.delete(CaseErrand).where(CaseErrand.case_id.in_(locked), handed),
    ):
        session.execute(theirs.execution_options(synchronize_session=False))
    return len(locked)
