"""“Sent to the wrong person” at the desk: one click, then the register, with its hours, and as a file."""

import csv
import io
from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from provisioner.accounts.blocking.tables import AccountBlock
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.database import Database
from provisioner.incidents.past import PastIncident
from provisioner.incidents.rules import IncidentStatus
from provisioner.incidents.tables import Incident
from provisioner.staff.roles import Role
from provisioner.web.pages.incidents import register
from tests.corrected import RIGHT
from tests.factories import NOW, member
from tests.usecases.test_incidents import WHAT, assessed, astray, opened
from tests.web.desk import DeskUnderTest
from tests.web.page import Browser, Page
from tests.web.rows import events, rows
from tests.web.test_blocking import carried_out
from tests.web.test_busy_database import hasty  # noqa: F401
from tests.web.test_recheck import SILENT

REPORT, ASSESS, CLOSE = "/wrong-person", "/assess", "/close"
ASSESSED = {"assessment": "nikt się nie logował", "authority_told": "no", "authority_reason": "brak ryzyka",
            "customer_told": "yes"}  # fmt: skip


@pytest.fixture
def sent(desk: DeskUnderTest) -> Account:
    """An account whose login details went to a wrong person."""
    return astray(desk.database)


@pytest.fixture
def noted(desk: DeskUnderTest, sent: Account) -> Incident:
    """The same, noted by a clerk."""
    return opened(desk.database, sent)


def approver(desk: DeskUnderTest) -> Browser:
    return desk.as_(Role.APPROVER, name="Barbara Lis")


def case(browser: Browser, account: Account, path: str = "") -> Page:
    return browser.get(f"/applications/{account.case_id}{path}")


def test_a_clerk_notes_it_with_one_click_and_the_account_is_being_blocked(desk: DeskUnderTest, sent: Account) -> None:
    clerk = desk.as_(Role.CLERK, name="Celina Clerk")
    assert "Sent to the wrong person…" in case(clerk, sent).main
    page = case(clerk, sent, REPORT)
    assert "could be read at jozef@example.com: login, temporary password, name, customer number" in page.main
    assert "within 72 hours" in page.main
    page = clerk.send(page, REPORT)
    assert "The incident is noted and the account is being blocked" in page.text
    assert "It is not blocked yet." in page.main
    assert "ground of the block: sent to a wrong address" in page.main
    history = " ".join(page.main.replace("·", " ").split())
    assert "Celina Clerk noted an incident: login details went to the wrong person" in history
    (found,) = rows(desk.database, Incident)
    assert found.what == "Login details went to the wrong person."
    assert "Sent to the wrong person…" not in page.main


def test_the_second_half_of_a_double_click_is_no_error(desk: DeskUnderTest, sent: Account) -> None:
    browser, clerk = approver(desk), desk.as_(Role.CLERK, name="Celina Clerk")
    page, early = case(browser, sent, REPORT), case(clerk, sent, REPORT)
    browser.send(page, REPORT, incident_what=WHAT)
    assert "The incident is noted" in browser.send(page, REPORT, incident_what=WHAT).text
    assert len(rows(desk.database, Incident)) == 1
    late = clerk.send(early, REPORT, incident_what="to samo")
    assert (late.status, late.form(REPORT)["incident_what"]) == (409, "to samo")
    assert "Your click changed nothing" in late.main


def test_where_nothing_was_mailed_it_is_not_offered(desk: DeskUnderTest) -> None:
    account = astray(desk.database, sent=0)
    browser = approver(desk)
    assert "Sent to the wrong person…" not in case(browser, account).main
    assert "Sent to the wrong person," not in case(browser, account, REPORT).main


def test_what_nobody_can_read_is_told_at_its_field(desk: DeskUnderTest, sent: Account) -> None:
    browser = approver(desk)
    page = browser.send(case(browser, sent, REPORT), REPORT, incident_what="Kowal\ufffdski")
    assert page.status == 400
    assert page.field_error("incident_what").startswith("Some characters cannot be read")
    assert rows(desk.database, AccountBlock) == []


def test_while_keycloak_is_silent_it_is_noted_all_the_same(desk: DeskUnderTest, sent: Account) -> None:
    clerk = desk.as_(Role.CLERK, name="Celina Clerk")
    page = case(clerk, sent, REPORT)
    desk.clock.advance(minutes=2)
    desk.realm.trouble = SILENT
    assert "The incident is noted" in clerk.send(page, REPORT).text


def test_the_register_says_how_much_time_is_left(desk: DeskUnderTest, noted: Incident) -> None:
    browser = approver(desk)
    page = browser.get("/incidents")
    assert "72 hours left" in page.main
    assert "Józef Żółkiewski 2026/000001" in page.main
    assert "1 incident to be assessed" in page.text
    desk.clock.advance(hours=71.5)
    assert "less than an hour left" in approver(desk).get("/incidents").main
    desk.clock.advance(hours=2)
    page = approver(desk).get(f"/incidents/{noted.id}")
    assert "2 hours late" in page.main
    assert "jozef@example.com" in page.main


def test_an_approver_assesses_it_and_closes_it(desk: DeskUnderTest, noted: Incident) -> None:
    browser = approver(desk)
    page = browser.get(f"/incidents/{noted.id}")
    assert not page.has_form(CLOSE)
    page = browser.send(page, ASSESS, assessment="", authority_told="no")
    assert page.status == 400
    assert page.summary() == {
        "assessment": "Write what the incident may mean for the customer",
        "authority_reason": "Write why the authority is not told, or why so late",
        "customer_told-0": "Choose whether the customer was told",
    }
    page = browser.send(page, ASSESS, **ASSESSED)
    assert "The assessment is saved." in page.text
    assert "not told: brak ryzyka" in page.main
    assert page.form(ASSESS)["authority_reason"] == "brak ryzyka"
    refused = browser.send(page, CLOSE, measures=" ")
    assert (refused.status, refused.field_error("measures") != "") == (400, True)
    page = browser.send(refused, CLOSE, measures="Nowe hasło na właściwy adres.")
    assert "The incident is closed." in page.text
    assert "Nowe hasło na właściwy adres." in page.main
    assert not page.has_form(ASSESS)
    assert "incident to be assessed" not in page.text.replace("0 incidents", "")
    assert rows(desk.database, Incident)[0].status is IncidentStatus.CLOSED


def test_a_colleague_who_was_faster_is_named_and_what_was_typed_stays(desk: DeskUnderTest, noted: Incident) -> None:
    browser = approver(desk)
    page = browser.get(f"/incidents/{noted.id}")
    assessed(desk.database, noted)
    late = browser.send(page, ASSESS, **ASSESSED | {"assessment": "moja ocena"})
    assert late.status == 409
    assert "Barbara Lis changed it" in late.main
    assert late.form(ASSESS)["assessment"] == "moja ocena"


def test_auditors_read_and_export_clerks_do_neither(desk: DeskUnderTest, noted: Incident) -> None:
    auditor = desk.as_(Role.AUDITOR, name="Ewa Rewizor")
    page = auditor.get(f"/incidents/{noted.id}")
    assert WHAT in page.main
    assert not page.has_form(ASSESS)
    form = auditor.get("/incidents").form("/incidents/export")
    answer = auditor.client.post("/incidents/export", data=form | {"kind_of_file": "csv"})
    lines = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig")), delimiter=";"))
    assert len(lines) == 2
    assert lines[1][:6] == ["2026/000001", "Józef Żółkiewski", "104233", "To be assessed", WHAT, "jozef@example.com"]
    assert str(events(desk.database)[-1]) == "incident:exported"
    assert not approver(desk).get("/incidents").has_form("/incidents/export")
    clerk = desk.as_(Role.CLERK, name="Celina Clerk")
    assert "Incidents" not in clerk.get("/").text
    assert clerk.client.get("/incidents").status_code == 403


def test_the_address_is_corrected_out_of_the_block(desk: DeskUnderTest, sent: Account, noted: Incident) -> None:
    carried_out(desk)
    clerk = desk.as_(Role.CLERK, name="Celina Clerk")
    assert "Propose a correction of the e-mail address" in case(clerk, sent).main
    typed = {"email": RIGHT, "email_again": RIGHT, "kind": "keyed_wrongly"}
    clerk.send(case(clerk, sent, "/correction"), "/correction", **typed)
    browser = approver(desk)
    page = case(browser, sent)
    assert "Register of incidents" in page.main
    page = browser.send(page, "/correction/confirm", compared="yes")
    assert "The e-mail address is corrected" in page.text
    assert "The account is being unblocked" in page.main
    account = rows(desk.database, Account)[0]
    assert (account.status, account.email) == (AccountStatus.UNBLOCKING, RIGHT)
    assert rows(desk.database, AccountBlock)[0].readdressed


def test_a_busy_database_keeps_what_was_typed(hasty: DeskUnderTest, database_url: str) -> None:  # noqa: F811
    account = astray(hasty.database)
    browser = approver(hasty)
    page = case(browser, account, REPORT)
    other = Database(database_url)
    with other.transaction() as session:
        session.execute(sa.update(Account).values(attention_code="held"))
        busy = browser.send(page, REPORT, incident_what=WHAT)
    other.close()
    assert busy.status == 503
    assert busy.form(REPORT)["incident_what"] == WHAT
    assert "The incident is noted" in browser.send(busy, REPORT).text


@pytest.mark.parametrize("others", [0, 1])
def test_the_register_says_where_more_incidents_of_erased_cases_are_than_it_shows(
    small_desk: DeskUnderTest, monkeypatch: pytest.MonkeyPatch, others: int
) -> None:
    monkeypatch.setattr(register, "MOST", 2)
    with small_desk.database.transaction() as session:
        by = member(session, "Celina Clerk").id
        for number in range(2 + others):
            session.add(
                PastIncident(
                    id=uuid4(), case_number=f"2026/{number:06}", status=IncidentStatus.CLOSED, disclosed=[],
                    opened_by=by, opened_at=NOW + timedelta(hours=number), due_at=NOW + timedelta(days=3),
                )
            )  # fmt: skip
    page = small_desk.as_(Role.AUDITOR, name="Ewa Rewizor").get("/incidents")
    numbers = [found.get_text() for found in page.soup.select("section[aria-labelledby=past-title] .number")]
    assert numbers == [f"2026/{number:06}" for number in (1 + others, others)]
    assert ("There are more; these are the newest." in page.main) is bool(others)
