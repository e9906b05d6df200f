"""Somebody whose role was taken away while they were typing can do nothing more, and keeps the text."""

import pytest

from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.applications.tables import Application
from provisioner.staff.roles import Role
from tests.factories import PAPER
from tests.web.desk import DeskUnderTest
from tests.web.page import Page, kept
from tests.web.rows import count, rows
from tests.web.test_accounts import account
from tests.web.test_case import address, waiting
from tests.web.test_intake import NEW, typed

TEXT = "Klauzula 2 nieczytelna.\nOddzwonić."


def judged(page: Page) -> dict[str, str]:
    """What is kept on a page that must say why nothing happened and show no secret."""
    assert page.status == 403
    assert "This is not open to your role" in page.main
    assert "What was typed is not saved" in page.main
    assert not page.soup.find_all("input", attrs={"name": "csrf_token"})
    return kept(page)


def test_whose_copy_of_data_was_asked_for_is_shown_with_number_and_name(small_desk: DeskUnderTest) -> None:
    browser = small_desk.as_(Role.APPROVER, name="Barbara Lis")
    page = browser.get("/privacy")
    small_desk.realm.roles = ["auditor"]
    small_desk.clock.advance(seconds=61)
    found = judged(browser.send(page, "/privacy/copy", person="104233", name="Józef Żółkiewski"))
    assert found == {
        "Customer number, login or e-mail": "104233",
        "First name and surname, or the company": "Józef Żółkiewski",
    }


def test_a_new_application_is_shown_field_by_field_under_the_labels_of_the_form(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)
    form = browser.get(NEW)
    desk.realm.roles = ["auditor"]
    desk.clock.advance(seconds=61)
    sent = typed(form, note=TEXT)
    found = judged(browser.send(form, NEW, **sent))
    assert found["Surname"] == "Żółkiewski"
    assert found["E-mail"] == PAPER["email"]
    assert found["How it was filed"] == "at the counter"
    assert found["clause 1"] == "yes"
    assert found["Copy handed to the customer"] == "yes"
    assert found["Note"] == TEXT
    secret = form.form(NEW)
    assert not {secret["csrf_token"], secret["form_key"]} & set(found.values())
    assert count(desk.database) == 0


def test_a_correction_is_shown_too(desk: DeskUnderTest) -> None:
    case = waiting(desk)
    browser = desk.as_(Role.CLERK, name="Barbara Lis")
    form = browser.get(address(case, "edit"))
    desk.realm.roles = []
    desk.clock.advance(seconds=61)
    found = judged(browser.send(form, "/edit", street="Leśna 1"))
    assert found["Street, house, flat"] == "Leśna 1"
    assert rows(desk.database, Application)[0].street == "ul. Polna 7 m. 2"


@pytest.mark.parametrize(
    "action, field, label",
    [
        ("/refuse", "refuse_reason", "Reason for the refusal"),
        ("/return", "missing", "What is missing"),
        ("/withdraw", "withdraw_reason", "How the customer withdrew"),
    ],
)
def test_a_decision_keeps_its_reason(desk: DeskUnderTest, action: str, field: str, label: str) -> None:
    case = waiting(desk)
    browser = desk.as_(Role.APPROVER, name="Barbara Lis")
    page = browser.get(address(case))
    desk.realm.roles = ["auditor"]
    assert judged(browser.send(page, action, **{field: TEXT})) == {label: TEXT}


def test_closing_keeps_its_reason(small_desk: DeskUnderTest) -> None:
    stopped = account(small_desk, AccountStatus.NEEDS_ATTENTION, Attention.EMAIL_TAKEN)
    browser = small_desk.as_(Role.APPROVER, name="Barbara Lis")
    page = browser.get(address(stopped.case_id))
    small_desk.realm.roles = ["clerk"]
    assert judged(browser.send(page, "/close-account", close_reason=TEXT)) == {"Reason for closing": TEXT}


def test_nothing_is_repeated_of_a_form_that_is_not_ours_or_of_fields_we_never_asked_for(
    small_desk: DeskUnderTest,
) -> None:
    browser = small_desk.as_(Role.AUDITOR)
    foreign = browser.post(NEW, data={"csrf_token": "forged", "note": TEXT})
    assert (foreign.status, kept(foreign)) == (403, {})
    token = browser.get("/").form("/language")["csrf_token"]
    strange = browser.post(NEW, data={"csrf_token": token, "password": TEXT, "clause-x": TEXT, "revision": "7"})
    assert (strange.status, kept(strange)) == (403, {})
    assert kept(browser.get(NEW)) == {}


def test_too_much_text_is_told_so_also_without_the_role(small_desk: DeskUnderTest) -> None:
    browser = small_desk.as_(Role.AUDITOR)
    assert browser.post(NEW, data={"note": "x" * 2_000_000}).status == 413
