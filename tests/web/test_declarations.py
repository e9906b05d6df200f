"""Consents and the Regulamin at the desk: what is accepted, the form, the case, and who has still to accept (R2)."""

import pytest

from provisioner.accounts.tables import Account
from provisioner.declarations.tables import Declaration
from provisioner.office.tables import OfficeSetting
from provisioner.staff.roles import Role
from tests import declared
from tests.declared import APPROVER, CLERK, REGULAMIN
from tests.web.desk import DeskUnderTest
from tests.web.page import Browser
from tests.web.rows import rows

CONSENTS, ACCEPTANCE, APPROVE = "/declaration/consents", "/declaration/regulamin", "/approve"
PAPER = {"channel": "post", "received_on": "23.11.2026", "customer_number": "104233", "signed": "yes"}


@pytest.fixture
def account(desk: DeskUnderTest) -> Account:
    with desk.database.transaction() as session:
        return declared.under_the_old(session)


def clerk(desk: DeskUnderTest) -> Browser:
    return desk.as_(Role.CLERK, name=CLERK)


def approver(desk: DeskUnderTest) -> Browser:
    return desk.as_(Role.APPROVER, name=APPROVER)


def clause(desk: DeskUnderTest, number: int, code: str = "2026-09") -> str:
    with desk.database.reading() as session:
        return declared.clause(session, code, number)


def new_edition(desk: DeskUnderTest, *, asked: bool = True) -> None:
    with desk.database.transaction() as session:
        declared.with_a_new(session)
        if asked:
            session.add(OfficeSetting(name="reacceptance_on_new_version", value=True))


def test_r2_a_clerk_records_a_withdrawn_consent_and_an_approver_makes_it_count(
    desk: DeskUnderTest, account: Account
) -> None:
    browser = clerk(desk)
    assert "Consents and Regulamin" in browser.get(f"/applications/{account.case_id}").main
    page = browser.get(f"/applications/{account.case_id}/accepted")
    assert "Regulamin z września" in page.main
    assert "Record a declaration on consents" in page.main
    form = browser.get(f"/applications/{account.case_id}{CONSENTS}")
    assert "now: given" in form.main
    page = browser.send(form, CONSENTS, **PAPER, **{clause(desk, 2): "refused"})
    assert "Saved 2026/000002." in page.text
    assert "withdrawn" in page.main
    assert not page.has_form(APPROVE)
    browser = approver(desk)
    assert "consents and Regulamin" in browser.get("/").main
    (found,) = rows(desk.database, Declaration)
    page = browser.get(f"/applications/{found.id}")
    assert "Once approved, these consents count for the account 104233." in page.main
    page = browser.send(page, APPROVE)
    assert "counts for the account 104233 from now on" in page.text
    letter = browser.client.get(f"/declarations/{found.id}/letter.pdf")
    assert (letter.status_code, letter.data[:4]) == (200, b"%PDF")
    page = browser.get(f"/applications/{account.case_id}/accepted")
    assert page.main.count("not given") == 2
    assert "2026/000002" in page.main
    assert "took over the consents as declared" in browser.get(f"/applications/{account.case_id}").main


def test_r2_a_new_regulamin_is_asked_for_and_recorded(desk: DeskUnderTest, account: Account) -> None:
    new_edition(desk)
    browser = clerk(desk)
    assert "Regulamin not accepted yet" in browser.get("/accounts").main
    page = browser.get("/accounts/regulamin")
    assert "in force since Friday 20 November 2026" in page.main
    assert "not asked yet" in page.main
    assert "Regulamin z września" in page.main
    form = browser.get(f"/applications/{account.case_id}{ACCEPTANCE}")
    answers = {clause(desk, 1, "2026-11"): "accepted", clause(desk, 3, "2026-11"): "refused"}
    page = browser.send(form, ACCEPTANCE, **PAPER, **answers)
    assert "Acceptance of the Regulamin" in page.main
    assert "Regulamin z listopada" in page.main
    browser = approver(desk)
    (found,) = rows(desk.database, Declaration)
    browser.send(browser.get(f"/declarations/{found.id}"), APPROVE)
    assert "Nobody has to accept a new Regulamin." in browser.get("/accounts/regulamin").main
    assert "form 2026-11" in browser.get(f"/applications/{account.case_id}/accepted").main


def test_r2_what_is_refused_hinders_and_is_named_in_the_letter(desk: DeskUnderTest, account: Account) -> None:
    new_edition(desk)
    with desk.database.transaction() as session:
        first = declared.clause(session, "2026-11", 1)
        found = declared.recorded(session, account, REGULAMIN, {first: "refused"})
    browser = approver(desk)
    page = browser.get(f"/declarations/{found.id}")
    assert "clause 1 refused" in page.main
    assert not page.has_form(APPROVE)
    browser.send(page, "/refuse", refuse_reason="klauzula 1")
    assert browser.client.get(f"/declarations/{found.id}/letter.pdf").status_code == 200


def test_once_its_time_is_over_an_account_that_was_asked_can_be_ended(desk: DeskUnderTest, account: Account) -> None:
    new_edition(desk)
    browser = approver(desk)
    browser.send(browser.get("/accounts/regulamin"), "/ask")
    assert "End the accounts" not in browser.get("/accounts/regulamin").main
    desk.clock.advance(days=61)
    page = approver(desk).get("/accounts/regulamin")
    assert "time until Saturday 23 January 2027" in page.main
    assert "decide: close it?" in page.main
    (ending,) = [str(link["href"]) for link in page.soup.select("a.button") if "End the accounts" in link.text]
    form = approver(desk).get(ending)
    assert form.form("/resignations/many")["names"] == "104233"
    assert form.form("/resignations/many")["ground"] == "new_terms"


def test_p10_of_another_edition_by_now_the_form_says_so_and_keeps_what_was_typed(
    desk: DeskUnderTest, account: Account
) -> None:
    browser = clerk(desk)
    form = browser.get(f"/applications/{account.case_id}{CONSENTS}")
    page = browser.send(form, CONSENTS, **PAPER, edition="999", note="pismo z teczki")
    assert page.status == 409
    assert "another edition of the form counts by now" in page.text
    assert page.form(CONSENTS)["note"] == "pismo z teczki"
    assert page.form(CONSENTS)["edition"] != "999"


def test_an_approver_has_those_asked_who_were_not(desk: DeskUnderTest, account: Account) -> None:
    new_edition(desk)
    assert not clerk(desk).get("/accounts/regulamin").has_form("/ask")
    browser = approver(desk)
    page = browser.get("/accounts/regulamin")
    assert "not asked yet" in page.main
    assert "Ask 1 customer by e-mail" in page.main
    page = browser.send(page, "/ask")
    assert "1 customer is being asked by e-mail." in page.text
    assert "asked today" in page.main
    assert not page.has_form("/ask")
    assert "had the customer asked to accept" in browser.get(f"/applications/{account.case_id}").main


def test_where_the_office_asks_nobody_the_list_says_so(desk: DeskUnderTest, account: Account) -> None:
    new_edition(desk, asked=False)
    browser = clerk(desk)
    assert "that setting is off" in browser.get("/accounts/regulamin").main


def test_where_nothing_is_asked_the_form_leads_to_what_is_accepted(desk: DeskUnderTest, account: Account) -> None:
    answer = clerk(desk).client.get(f"/applications/{account.case_id}{ACCEPTANCE}")
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"/applications/{account.case_id}/accepted")


def test_p10_problems_are_told_at_their_fields_and_everything_typed_is_kept(
    desk: DeskUnderTest, account: Account
) -> None:
    browser = clerk(desk)
    form = browser.get(f"/applications/{account.case_id}{CONSENTS}")
    invoices = clause(desk, 2)
    told = PAPER | {"customer_number": "104234", "note": "telefonicznie potwierdzone", invoices: "accepted"}
    page = browser.send(form, CONSENTS, **told)
    assert page.status == 400
    assert list(page.summary()) == ["customer_number", f"{invoices}-0"]
    assert "choose “unchanged”" in page.text
    assert page.form(CONSENTS)["note"] == "telefonicznie potwierdzone"
    assert page.form(CONSENTS)[invoices] == "accepted"
    assert rows(desk.database, Declaration) == []


def test_an_incomplete_declaration_is_completed_and_a_recorded_one_corrected(
    desk: DeskUnderTest, account: Account
) -> None:
    with desk.database.transaction() as session:
        found = declared.recorded(session, account)
    browser = approver(desk)
    browser.send(browser.get(f"/declarations/{found.id}"), "/return", missing="podpis")
    assert browser.client.get(f"/declarations/{found.id}/letter.pdf").status_code == 200
    browser = clerk(desk)
    form = browser.get(f"/declarations/{found.id}/edit")
    assert form.form("/edit")[clause(desk, 2)] == "refused"
    page = browser.send(form, "/edit", completed_on="24.11.2026", **{clause(desk, 3): "accepted"})
    assert "Saved 2026/000002." in page.text
    (kept,) = rows(desk.database, Declaration)
    assert (kept.revision, kept.missing) == (3, "")


def test_every_text_is_polish_on_a_polish_page(desk: DeskUnderTest, account: Account) -> None:
    browser = clerk(desk)
    browser.client.set_cookie("desk-language", "pl")
    page = browser.get(f"/applications/{account.case_id}/accepted")
    assert "Zgody i Regulamin" in page.main
    assert "nieudzielona" in page.main
    form = browser.get(f"/applications/{account.case_id}{CONSENTS}")
    assert "bez zmian" in form.main
    assert "teraz: udzielona" in form.main
