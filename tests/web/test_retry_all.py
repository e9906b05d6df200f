"""Accounts that stopped for the same reason are tried again by one press (P1)."""

import pytest
import sqlalchemy as sa

from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry
from provisioner.outbox.tables import Task
from provisioner.staff.roles import Role
from tests.factories import NOW, approved
from tests.web.desk import DeskUnderTest
from tests.web.rows import rows

CODE = "customerNumber_customerNumberInvalid"
STOPPED = [
    (Attention.REFUSED_BY_KEYCLOAK, CODE),
    (Attention.REFUSED_BY_KEYCLOAK, CODE),
    (Attention.REFUSED_BY_KEYCLOAK, "another"),
    (Attention.MAIL_REFUSED, "smtp_550"),
]


@pytest.fixture
def stopped(desk: DeskUnderTest) -> DeskUnderTest:
    """Four accounts that need somebody, two of them for the same reason."""
    with desk.database.transaction() as session:
        for number, (why, code) in enumerate(STOPPED):
            found = approved(session, customer_number=f"{200000 + number}")
            found.status, found.attention, found.attention_code = AccountStatus.NEEDS_ATTENTION, why, code
        session.execute(sa.update(Task).values(done_at=NOW))
    return desk


def test_all_that_stopped_for_one_reason_are_tried_again_and_no_other(stopped: DeskUnderTest) -> None:
    browser = stopped.as_(Role.APPROVER, name="Barbara Lis")
    page = browser.get("/accounts")
    assert "Try 2 accounts again" in page.main
    assert f"code: {CODE}" in page.main
    page = browser.send(page, "/accounts/retry")
    assert "2 accounts are being tried again." in page.text
    assert not page.has_form("/accounts/retry")
    states = {(row.attention_code, row.status) for row in rows(stopped.database, Account)}
    needs = AccountStatus.NEEDS_ATTENTION
    assert states == {("", AccountStatus.APPROVED), ("another", needs), ("smtp_550", needs)}
    written = [entry.event for entry in rows(stopped.database, AuditEntry)]
    assert written.count(Event.ACCOUNT_RETRIED) == 2
    assert len([task for task in rows(stopped.database, Task) if task.done_at is None]) == 2


def test_a_press_that_comes_too_late_counts_none(stopped: DeskUnderTest) -> None:
    browser = stopped.as_(Role.APPROVER, name="Barbara Lis")
    page = browser.get("/accounts")
    browser.send(page, "/accounts/retry")
    assert "No account waits for this reason any more." in browser.send(page, "/accounts/retry").text


def test_a_clerk_sees_no_such_button(stopped: DeskUnderTest) -> None:
    assert not stopped.as_(Role.CLERK).get("/accounts").has_form("/accounts/retry")


def test_a_reason_nobody_knows_is_refused(stopped: DeskUnderTest) -> None:
    browser = stopped.as_(Role.APPROVER, name="Barbara Lis")
    token = {"csrf_token": browser.get("/").form("/language")["csrf_token"], "why": "because"}
    assert browser.post("/accounts/retry", data=token).status == 400
