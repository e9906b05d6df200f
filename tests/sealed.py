"""An office that asks for the PESEL, and a paper that says it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from provisioner import office
from provisioner.applications.tables import Application
from provisioner.database import Database
from tests.factories import recorded
from tests.privacy.desk import erasing

PESEL, OTHER_PESEL = "44051401458", "44051401359"
MASK = "•••••••••58"


@contextmanager
def asking(url: str, folder: Path) -> Iterator[Database]:
    """The database of an office that asks for it."""
    with erasing(url, folder) as database:
        with database.transaction() as session:
            office.change(session, "pesel_asked", "true")
        yield database


def masked(database: Database) -> UUID:
    """A case recorded while the office asked for it."""
    with database.transaction() as session:
        office.change(session, "pesel_asked", "true")
        case = sealed(session, customer_number="109009").id
        office.change(session, "pesel_asked", "false")
        return case


def sealed(session: Session, pesel: str = PESEL, **changed: Any) -> Application:
    """A recorded application on which it is written."""
    return recorded(session, pesel=pesel, **changed)
