"""The letter that tells the customer of a decision, from the case page."""

import sqlalchemy as sa

from provisioner import applications
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.applications.tables import Application
from provisioner.cases import decide
from provisioner.staff.roles import Role
from tests.corrected import wrong
from tests.factories import NOW, member, recorded
from tests.web.desk import DeskUnderTest


def returned(desk: DeskUnderTest, missing: str = "podpis") -> Application:
    with desk.database.transaction() as session:
        one, by = recorded(session), member(session, "Zofia Mazur")
        return decide.return_incomplete(
            session, Application, one.id, revision=one.revision, missing=missing, by=by, at=NOW
        )


def test_a_returned_case_offers_the_call_for_completion(small_desk: DeskUnderTest) -> None:
    case = returned(small_desk)
    browser = small_desk.as_(Role.CLERK)
    assert "Call for completion (PDF)" in browser.get(f"/applications/{case.id}").text
    answer = browser.client.get(f"/applications/{case.id}/letter.pdf")
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")
    assert case.number.replace("/", "-") in answer.headers["Content-Disposition"]


def test_a_refused_case_offers_the_letter_of_refusal(small_desk: DeskUnderTest) -> None:
    with small_desk.database.transaction() as session:
        one, by = recorded(session), member(session, "Zofia Mazur")
        applications.refuse(session, one.id, revision=one.revision, reason="nie podpisano", by=by, at=NOW)
    browser = small_desk.as_(Role.AUDITOR)
    assert "Letter of refusal (PDF)" in browser.get(f"/applications/{one.id}").text
    assert browser.client.get(f"/applications/{one.id}/letter.pdf").status_code == 200


def test_a_case_that_waits_for_us_owes_no_letter(small_desk: DeskUnderTest) -> None:
    with small_desk.database.transaction() as session:
        one = recorded(session)
    browser = small_desk.as_(Role.CLERK)
    assert "letter.pdf" not in browser.get(f"/applications/{one.id}").text
    assert browser.client.get(f"/applications/{one.id}/letter.pdf").status_code == 404


def test_a_new_account_is_confirmed_on_paper_for_whoever_asks_for_it(small_desk: DeskUnderTest) -> None:
    with small_desk.database.transaction() as session:
        account = wrong(session, AccountStatus.NOTIFIED)
        case = account.case_id
    browser = small_desk.as_(Role.CLERK)
    assert "Confirmation (PDF)" not in browser.get(f"/applications/{case}").main, "Keycloak has none yet"
    with small_desk.database.transaction() as session:
        session.execute(sa.update(Account).values(created_at=NOW))
    page = browser.get(f"/applications/{case}")
    assert "Confirmation (PDF)" in page.main
    assert "For whoever asks for it on paper: confirmation of a new account" in page.main
    assert browser.client.get(f"/applications/{case}/letter.pdf").status_code == 200
    assert str(case) not in browser.get("/letters").text, "nobody is owed it"
    done = browser.send(browser.send(page, "/letters/print"), "/letters/printed")
    assert "printed the letter: confirmation of a new account" in done.main


def test_a_letter_that_cannot_be_printed_is_told_on_the_case(small_desk: DeskUnderTest) -> None:
    case = returned(small_desk, missing="李")
    answer = small_desk.as_(Role.CLERK).client.get(f"/applications/{case.id}/letter.pdf")
    assert answer.status_code == 409
    assert "The letter cannot be printed" in answer.text
