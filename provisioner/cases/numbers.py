"""Case numbers: year and running number, short enough for the phone."""

from sqlalchemy.orm import Session

from provisioner.cases.tables import CaseNumber
from provisioner.database import insert_or_update


def next_number(session: Session, year: int) -> str:
    """The next number of the year, such as `2026/000123`; one statement, so that two clerks never get the same."""
    statement = insert_or_update(session, CaseNumber).values(year=year, last=1)
    counted = statement.on_conflict_do_update(index_elements=["year"], set_={"last": CaseNumber.last + 1})
    return f"{year}/{session.scalar(counted.returning(CaseNumber.last)):06d}"
