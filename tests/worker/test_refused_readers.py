"""What a client of ours is refused in Keycloak is told until it is let in, whatever another of ours reads."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from provisioner.accounts.rules import AccountStatus
from provisioner.agreement.kinds import READ_STAFF
from provisioner.database import Database
from provisioner.outbox.tables import Task
from provisioner.outside import health
from provisioner.outside.outages import outages
from provisioner.outside.ports import ConfigurationError, TransientError
from tests.factories import approved_account
from tests.worker.agreeing import OURS, Agreeing, moments
from tests.worker.troubles import no_trouble, raising


@pytest.fixture
def agreeing(database: Database) -> Agreeing:
    found = Agreeing(database)
    found.begin()
    return found


def told(agreeing: Agreeing) -> dict[str, datetime]:
    """What the banner says is down, and since when."""
    with agreeing.database.reading() as session:
        now = agreeing.database.now(session)
        return {one.component: one.since for one in outages(session, now=now) if one.component != "worker"}


def staff_first(agreeing: Agreeing) -> None:
    """Both realms are to be read again, that of the staff before the other."""
    agreeing.desk.later()
    with agreeing.database.transaction() as session:
        staff = sa.update(Task).where(Task.kind == READ_STAFF.name)
        session.execute(staff.values(not_before=agreeing.database.now(session) - timedelta(hours=1)))


def test_a_refused_reader_pauses_no_account(agreeing: Agreeing) -> None:
    agreeing.customers.trouble = raising(ConfigurationError("observer_forbidden", "observer"))
    agreeing.look()
    account = approved_account(agreeing.database)
    agreeing.desk.run()
    assert agreeing.desk.state(account.id)[0] is AccountStatus.NOTIFIED


def test_what_the_reader_of_one_realm_is_refused_does_not_end_with_what_the_other_reads(agreeing: Agreeing) -> None:
    agreeing.customers.trouble = raising(ConfigurationError("observer_forbidden", "observer"))
    agreeing.look()
    first = told(agreeing)
    assert first.keys() == {"observer"}
    for _ in range(2):
        staff_first(agreeing)
        agreeing.desk.run()
        assert told(agreeing) == first
    agreeing.customers.trouble = no_trouble
    agreeing.look()
    assert told(agreeing) == {}


def test_what_our_own_client_is_refused_does_not_end_with_what_a_reader_reads(agreeing: Agreeing) -> None:
    agreeing.directory.trouble = raising(ConfigurationError("keycloak_forbidden", "keycloak"))
    account = approved_account(agreeing.database)
    agreeing.desk.run()
    first = told(agreeing)
    assert first.keys() == {"keycloak"}
    for _ in range(3):
        agreeing.look()
        assert told(agreeing) == first
    agreeing.directory.trouble = no_trouble
    agreeing.look()
    assert told(agreeing) == {}
    assert agreeing.desk.state(account.id)[0] is AccountStatus.NOTIFIED


@pytest.mark.parametrize("problem", ["keycloak_unreachable", "keycloak_answer"])
def test_that_keycloak_is_there_again_any_reader_shows(agreeing: Agreeing, problem: str) -> None:
    agreeing.customers.trouble = raising(TransientError(problem, "keycloak"))
    agreeing.look()
    assert told(agreeing).keys() == {"keycloak"}
    agreeing.customers.trouble = no_trouble
    agreeing.look()
    assert told(agreeing) == {}


def test_what_a_reader_asks_of_our_own_client_ends_with_it_where_no_account_waits(agreeing: Agreeing) -> None:
    refusals: list[Exception] = [ConfigurationError("keycloak_forbidden", "keycloak")]

    def own() -> str:
        if refusals:
            raise refusals.pop()
        return OURS

    agreeing.own = own
    agreeing.customers.changed("UPDATE", "CLIENT", "clients/x", moments())
    agreeing.look()
    assert told(agreeing).keys() == {"keycloak"}
    agreeing.look()
    assert told(agreeing) == {}


def test_a_refusal_outlasts_a_keycloak_that_was_away_in_between(agreeing: Agreeing) -> None:
    refused = raising(ConfigurationError("keycloak_forbidden", "keycloak"))
    agreeing.directory.trouble = refused
    approved_account(agreeing.database)
    worker = agreeing.desk.worker()
    agreeing.desk.run(worker)
    first = told(agreeing)
    agreeing.directory.trouble = agreeing.customers.trouble = raising(
        TransientError("keycloak_unreachable", "keycloak")
    )
    agreeing.desk.later()
    agreeing.desk.run(worker)
    agreeing.directory.trouble, agreeing.customers.trouble = refused, no_trouble
    staff_first(agreeing)
    agreeing.desk.run(worker)
    assert told(agreeing) == first


def test_one_worker_does_not_end_what_another_is_refused(agreeing: Agreeing) -> None:
    reads = agreeing.desk.worker()
    agreeing.customers.trouble = raising(TransientError("keycloak_unreachable", "keycloak"))
    agreeing.desk.later()
    agreeing.desk.run(reads)
    agreeing.directory.trouble = raising(ConfigurationError("keycloak_forbidden", "keycloak"))
    agreeing.customers.trouble = no_trouble
    with agreeing.database.transaction() as session:
        health.report(session, "keycloak", "keycloak_forbidden", at=agreeing.database.now(session))
    agreeing.desk.later()
    agreeing.desk.run(reads)
    assert told(agreeing).keys() == {"keycloak"}
