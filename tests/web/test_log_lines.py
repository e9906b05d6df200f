"""No line of any log names a person: web and worker through a working day with everything that goes wrong in it."""

import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
import responses
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs
from structlog.types import EventDict

from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.cli.logs import ALLOWED
from provisioner.outside.ports import PermanentError, TransientError
from provisioner.staff.roles import Role
from provisioner.web.gate.staff_realm import KeycloakSilent
from tests.factories import PAPER, recorded
from tests.web.desk import DeskUnderTest
from tests.web.page import Browser
from tests.web.provider import CODE, ISSUER, FakeProvider, begin, come_back
from tests.web.test_accounts import account
from tests.web.test_case import address
from tests.web.test_intake import NEW, typed
from tests.worker.desk import WorkerDesk
from tests.worker.troubles import no_trouble, raising

pytestmark = pytest.mark.sweep

COMPANY = {"customer_kind": "company", "company_name": "Hydraulika Bronk", "nip": "8567346215"}
REASON = "Pismo klientki Labuda z teczki"
SEARCHED = "Szreder"
PERSONAL = (
    *(PAPER[name] for name in ("first_name", "last_name", "street", "postcode", "town", "email", "phone")),
    PAPER["customer_number"], "601234567", "jozef", "zolkiewski", "Hydraulika", "8567346215", "Labuda", "teczki",
    SEARCHED, "Anna Nowak", "Barbara Lis", CODE,
)  # fmt: skip
"""Nobody's name, address, numbers, login, reasons or searches; staff are told apart by their sessions' ids alone."""


@dataclass
class Written:
    """Everything that was written while a test ran."""

    lines: list[EventDict]
    capsys: pytest.CaptureFixture[str]
    caplog: pytest.LogCaptureFixture

    def names_nobody(self) -> list[EventDict]:
        """The lines, after nothing personal was found in them, beside them or in their names."""
        out, err = self.capsys.readouterr()
        text = json.dumps(self.lines, ensure_ascii=False, default=str) + out + err + self.caplog.text
        assert [value for value in PERSONAL if value.casefold() in text.casefold()] == []
        for line in self.lines:
            assert {*line} - {"log_level"} <= ALLOWED, line
        return self.lines

    def events(self) -> set[str]:
        """What the lines are about."""
        return {str(line["event"]) for line in self.lines}


@pytest.fixture
def written(capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> Iterator[Written]:
    with caplog.at_level(logging.DEBUG), capture_logs([merge_contextvars]) as lines:
        yield Written(lines, capsys, caplog)


def case_of(desk: DeskUnderTest, **changed: Any) -> UUID:
    with desk.database.transaction() as session:
        return recorded(session, **changed).id


def broken(desk: DeskUnderTest, statement: str, error: Exception) -> Callable[[], None]:
    """From now on this statement fails; gives what mends it."""

    def fail(*about: object) -> None:
        if statement in str(about[2]):
            raise error

    sa.event.listen(desk.database.engine, "before_cursor_execute", fail)
    return lambda: sa.event.remove(desk.database.engine, "before_cursor_execute", fail)


def test_recording_correcting_and_searching(small_desk: DeskUnderTest, written: Written) -> None:
    browser = small_desk.as_(Role.CLERK)
    form = browser.get(NEW)
    sent = typed(form, note=REASON)
    assert browser.send(form, NEW, **sent | {"email": "jozef@", "postcode": "83"}).status == 400
    assert browser.post("/applications/preview", data=form.form(NEW) | sent).status == 200
    saved = browser.send(form, NEW, **sent)
    case = saved.response.request.path
    browser.send(form, NEW, **sent | {"first_name": "Jan"})
    company = browser.get(NEW)
    assert browser.send(company, NEW, **typed(company, **COMPANY)).status == 200
    stale = browser.get(f"{case}/edit")
    browser.send(stale, "/edit", phone="602 000 111")
    assert browser.send(stale, "/edit", phone="602 000 112").status == 409
    auditor = small_desk.as_(Role.AUDITOR, name="Barbara Lis")
    for searched in (SEARCHED, *PERSONAL[:6], *PERSONAL[7:9]):
        auditor.get("/journal", query_string={"who": searched, "case": searched, "first": searched})
        browser.get("/search", query_string={"q": searched})
        browser.get(f"/{searched}")
        browser.get(f"/applications/{searched}")
        browser.get("/calendar", query_string={"received_on": searched})
        browser.get("/accounts", query_string={"after": searched})
    lines = written.names_nobody()
    assert {line["route"] for line in lines} >= {NEW, "/search", "/applications/<uuid:application_id>/edit"}
    assert case.rpartition("/")[2] in {line.get("case") for line in lines}


@pytest.mark.parametrize(
    ("action", "field"), [("/refuse", "refuse_reason"), ("/return", "missing"), ("/withdraw", "withdraw_reason")]
)
def test_decisions_and_what_keeps_them_from_being_taken(
    small_desk: DeskUnderTest, written: Written, action: str, field: str
) -> None:
    case = case_of(small_desk)
    browser = small_desk.as_(Role.APPROVER, name="Barbara Lis")
    page = browser.get(address(case))
    said = {field: REASON}
    small_desk.realm.trouble = KeycloakSilent("ConnectionError")
    assert browser.send(page, action, **said).status == 503
    small_desk.realm.trouble = None
    small_desk.realm.asked.clear()
    mend = broken(small_desk, "UPDATE paper_case", OperationalError(REASON, {"q": REASON}, Exception(REASON)))
    assert browser.send(page, action, **said).status == 503
    mend()
    mend = broken(small_desk, "UPDATE paper_case", RuntimeError(f"{REASON} jozef@example.com"))
    assert browser.send(page, action, **said).status == 500
    mend()
    assert browser.send(page, action, **said | {field: f"{REASON} \ufffd"}).status == 400
    assert browser.send(page, action, **said).status == 200
    assert browser.send(page, action, **said | {field: f"{REASON} Labuda"}).status == 409
    forged = page.form(action) | said | {"csrf_token": "jozef@example.com"}
    assert browser.post(address(case, action.strip("/")), data=forged).status == 400
    small_desk.realm.roles = ["auditor"]
    assert browser.send(page, action, **said).status == 403
    written.names_nobody()
    assert written.events() >= {
        "request:done", "request:failed", "database:silent", "staff:recheck-waits", "request:token-refused"
    }  # fmt: skip


def test_signing_in_and_out(
    small_desk: DeskUnderTest, provider: FakeProvider, mock: responses.RequestsMock, written: Written
) -> None:
    browser = small_desk.nobody()
    wanted = begin(browser, f"/search?q={SEARCHED}")
    come_back(browser, provider, wanted)
    browser.client.post("/auth/sign-out", data=browser.get("/").form("/auth/sign-out"))
    refused: list[dict[str, Any]] = [{"aud": "jozef"}, {"roles": []}, {"nonce": "Labuda"}, {"exp": 1}]
    for claims in refused:
        stranger = small_desk.nobody()
        wanted = begin(stranger)
        come_back(stranger, provider, wanted, provider.sign(provider.claims(wanted["nonce"]) | claims))
    small_desk.nobody().get(f"/auth/callback?code={CODE}&state=again.jozef&iss={ISSUER}")
    client = small_desk.app.test_client()
    assert client.post("/auth/back-channel-logout", data={"logout_token": "jozef@example.com"}).status_code == 400
    report = {"violated-directive": "img-src jozef", "blocked-uri": f"http://localhost:8700/search?q={SEARCHED}"}
    assert client.post("/csp-report", data=json.dumps({"csp-report": report})).status_code == 204
    written.names_nobody()
    assert written.events() >= {"staff:sign-in-refused", "staff:logout-refused", "browser:policy-violation"}
    (violation,) = (line for line in written.lines if line["event"] == "browser:policy-violation")
    assert (violation["directive"], violation["blocked"]) == ("img-src", "localhost")


def stopped(desk: DeskUnderTest, browser: Browser) -> None:
    """Press what is offered for an account that waits for somebody."""
    page = browser.get(address(account(desk, AccountStatus.NEEDS_ATTENTION, Attention.EMAIL_TAKEN).case_id))
    browser.send(page, "/retry")
    assert browser.send(page, "/close-account", close_reason=REASON).status == 409


def test_the_worker_and_those_who_help_it(small_desk: DeskUnderTest, written: Written) -> None:
    browser = small_desk.as_(Role.APPROVER, name="Barbara Lis")
    stopped(small_desk, browser)
    assert browser.send(browser.get(address(case_of(small_desk))), "/approve").status == 200
    worker = WorkerDesk(small_desk.database)
    for trouble in (
        TransientError("keycloak_unreachable", "keycloak"),
        TransientError("keycloak_error"),
        RuntimeError("jozef@example.com 104233"),
        OperationalError(REASON, {"q": REASON}, Exception(REASON)),
    ):
        worker.directory.trouble = raising(trouble)
        worker.run()
        worker.later()
    worker.directory.trouble = no_trouble
    worker.mailer.trouble = raising(PermanentError("smtp_550"))
    worker.run()
    worker.later()
    worker.mailer.trouble = no_trouble
    worker.run()
    for page in ("/accounts", "/"):
        browser.get(page)
    with small_desk.database.reading() as session:
        states = set(session.scalars(sa.select(Account.status)))
    assert states - {AccountStatus.APPROVED}
    lines = written.names_nobody()
    passwords = {user.password for user in worker.directory.users.values()}
    assert passwords
    assert not [one for one in passwords if one in str(lines)]
    assert written.events() >= {"claimed", "waiting", "unexpected", "gives up"}
