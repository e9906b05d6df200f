"""A case that is handed over does not stay with somebody who may not decide it any more."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import office
from provisioner.cases.errands.tables import CaseErrand, ErrandKind
from provisioner.cases.tables import CaseEditor


def end_with_editors(session: Session, case_id: UUID) -> None:
    """Take the case from whoever has changed it meanwhile, where four eyes decide (P6)."""
    if not office.rules(session).four_eyes:
        return
    editors = sa.select(CaseEditor.staff_id).where(CaseEditor.case_id == case_id)
    theirs = sa.delete(CaseErrand).where(
        CaseErrand.case_id == case_id, CaseErrand.kind == ErrandKind.HANDED, CaseErrand.given_to.in_(editors)
    )
    session.execute(theirs.execution_options(synchronize_session=False))
