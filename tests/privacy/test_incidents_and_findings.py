"""What becomes of incidents and findings when their case is erased: a line of the register stays, no words do."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import agreement, incidents, privacy
from provisioner.accounts.tables import Account
from provisioner.agreement.findings import note
from provisioner.agreement.rules import CUSTOMERS, FindingKind
from provisioner.agreement.tables import Finding
from provisioner.database import Database
from provisioner.incidents.past import PastIncident
from provisioner.incidents.rules import IncidentStatus
from provisioner.incidents.tables import Incident
from provisioner.journal import WORKER
from provisioner.privacy import Ground
from provisioner.staff.roles import Role
from tests.factories import NOW, approved, member
from tests.privacy.desk import close, erasing, said_anywhere
from tests.together import together
from tests.usecases.test_incidents import assessed, astray, opened
from tests.web.desk import desk_over

SOON = datetime.now(UTC) + timedelta(days=200)


@pytest.fixture
def database(database_url: str, tmp_path: Path) -> Iterator[Database]:
    with erasing(database_url, tmp_path) as found:
        yield found


def gone_astray(database: Database) -> tuple[Account, Incident]:
    """A closed account of which a mail went to somebody else."""
    account = astray(database)
    incident = opened(database, account, "Żółkiewski dzwonił: 601234567")
    with database.transaction() as session:
        close(session)
    return account, incident


def erase(database: Database) -> int:
    with database.transaction() as session:
        return privacy.erase_due(session, SOON, 25)


def kept(database: Database) -> list[PastIncident]:
    with database.reading() as session:
        return list(session.scalars(sa.select(PastIncident)))


def test_an_incident_nobody_has_assessed_holds_its_case_back(database: Database) -> None:
    _, incident = gone_astray(database)
    assert (erase(database), kept(database)) == (0, [])
    assessed(database, incident)
    assert erase(database) == 1


def test_of_an_erased_incident_the_register_says_what_when_and_how_it_ended_and_not_whose(database: Database) -> None:
    account, incident = gone_astray(database)
    assessed(database, incident)
    erase(database)
    [line] = kept(database)
    assert (line.id, line.case_number, line.status) == (incident.id, account.case_number, IncidentStatus.ASSESSED)
    assert (line.opened_at, line.authority_told, line.customer_told) == (NOW, False, True)
    assert said_anywhere(database) == []
    desk = desk_over(database)
    told = " ".join(desk.as_(Role.AUDITOR, name="Ewa Rewizor").get("/incidents").main.split())
    for said in ("Of erased cases", account.case_number, "Assessed", "login", "not told"):
        assert said in told, said


@pytest.mark.sweep
def test_an_incident_that_is_closed_while_its_case_is_erased_leaves_one_line_that_is_true(database: Database) -> None:
    account, incident = gone_astray(database)
    assessed(database, incident)

    def end() -> bool:
        with database.transaction() as session:
            by = member(session, "Barbara Lis")
            incidents.close(session, incident.id, revision=2, measures="nowe hasło", by=by, at=NOW)
        return True

    def go() -> bool:
        with database.transaction() as session:
            privacy.erase(session, account.case_id, Ground.ENDED, at=SOON, actor=WORKER)
        return True

    with database.transaction() as session:
        member(session, "Barbara Lis")
    ended, erased = (outcome is True for outcome in together(end, go))
    assert erased, "erased whatever else happens"
    [line] = kept(database)
    assert line.status is (IncidentStatus.CLOSED if ended else IncidentStatus.ASSESSED)


def settled(session: Session, account: Account | None) -> None:
    """Somebody has looked at what was found, and says so."""
    account_id = account.id if account else None
    note(session, FindingKind.CLIENT_CHANGED, CUSTOMERS, str(account_id), at=NOW, account_id=account_id)
    found = session.scalars(sa.select(Finding).where(Finding.closed_at.is_(None))).one()
    agreement.settle(session, found.id, note="Pan Żółkiewski dzwonił", by=member(session, "Barbara Lis"), at=NOW)


def test_what_somebody_wrote_of_a_finding_goes_with_the_case_of_its_account(database: Database) -> None:
    with database.transaction() as session:
        settled(session, approved(session))
        close(session)
    assert erase(database) == 1
    assert said_anywhere(database) == []
    with database.reading() as session:
        assert session.scalars(sa.select(Finding)).all() == []


def test_a_finding_of_the_realm_stays(database: Database) -> None:
    with database.transaction() as session:
        approved(session)
        close(session)
        settled(session, None)
    erase(database)
    with database.reading() as session:
        assert len(session.scalars(sa.select(Finding)).all()) == 1
