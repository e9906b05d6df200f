"""A change of data at the desk: from the account over the form to the approval, old and new beside (R1, R4)."""

import pytest
import sqlalchemy as sa

from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.changes.tables import ChangeOfData
from provisioner.staff.roles import Role
from tests.changed import APPROVER, CLERK, NEW, active, approved, recorded
from tests.posted import carry_out
from tests.web.desk import DeskUnderTest
from tests.web.page import Browser, Page
from tests.web.rows import rows

CHANGE, APPROVE = "/change", "/approve"
PAPER = {"channel": "post", "received_on": "23.11.2026", "customer_number": "104233", "signed": "yes"}


@pytest.fixture
def account(desk: DeskUnderTest) -> Account:
    with desk.database.transaction() as session:
        return active(session)


@pytest.fixture
def waiting(desk: DeskUnderTest, account: Account) -> ChangeOfData:
    """A change of the address and the surname, recorded by a clerk."""
    with desk.database.transaction() as session:
        return recorded(session, account, email=NEW, last_name="Nowy")


def clerk(desk: DeskUnderTest) -> Browser:
    return desk.as_(Role.CLERK, name=CLERK)


def approver(desk: DeskUnderTest) -> Browser:
    return desk.as_(Role.APPROVER, name=APPROVER)


def page_of(browser: Browser, found: ChangeOfData) -> Page:
    return browser.get(f"/changes/{found.id}")


def cells(page: Page) -> list[list[str]]:
    """Field, before and after of each line."""
    lines = page.soup.select(".case-grid table tbody tr")
    return [[" ".join(cell.get_text(" ").split()) for cell in line.find_all(["th", "td"])] for line in lines]


def test_a_clerk_records_it_and_an_approver_changes_the_data(desk: DeskUnderTest, account: Account) -> None:
    browser = clerk(desk)
    case = browser.get(f"/applications/{account.case_id}")
    assert "Record a change of data" in case.main
    form = browser.get(f"/applications/{account.case_id}{CHANGE}")
    assert "now: Żółkiewski" in form.main
    assert "now: jozef@example.com" in form.main
    page = browser.send(form, CHANGE, **PAPER, email=NEW, email_again=NEW, last_name="Nowy")
    assert "Saved 2026/000002." in page.text
    assert cells(page) == [["E-mail", "jozef@example.com", NEW], ["Surname", "Żółkiewski", "Nowy"]]
    assert not page.has_form(APPROVE)
    queued = approver(desk).get("/")
    assert "2026/000002" in queued.main
    assert "change of data" in queued.main
    (found,) = rows(desk.database, ChangeOfData)
    browser = approver(desk)
    page = browser.get(f"/applications/{found.id}")
    assert f"both mailboxes are told: jozef@example.com and {NEW}" in page.main
    page = browser.send(page, APPROVE)
    assert "The data of account 104233 are being changed." in page.text
    assert cells(page) == [["E-mail", "jozef@example.com", NEW], ["Surname", "Żółkiewski", "Nowy"]]
    assert "its changed data are being written to Keycloak" in page.main
    assert rows(desk.database, Account)[0].status is AccountStatus.CHANGING
    assert "2026/000002" in browser.get("/search?q=nowy").main


def test_a_change_that_keycloak_has_is_confirmed_on_paper_for_whoever_asks_for_it(
    desk: DeskUnderTest, account: Account
) -> None:
    found = approved(desk.database, account, phone="602 000 111")
    browser, letter = clerk(desk), f"/changes/{found.id}/letter.pdf"
    assert "Confirmation (PDF)" not in page_of(browser, found).main
    assert browser.client.get(letter).status_code == 404
    with desk.database.transaction() as session:
        carry_out(session, account.id)
    page = page_of(browser, found)
    assert "Confirmation (PDF)" in page.main
    assert "For whoever asks for it on paper: confirmation of a change of data" in page.main
    assert browser.client.get(letter).data[:4] == b"%PDF"


def test_problems_are_told_at_their_fields_and_everything_typed_is_kept(desk: DeskUnderTest, account: Account) -> None:
    browser = clerk(desk)
    form = browser.get(f"/applications/{account.case_id}{CHANGE}")
    page = browser.send(form, CHANGE, **PAPER | {"customer_number": "104234"}, street="Długa 1")
    assert page.status == 400
    assert list(page.summary()) == ["customer_number", "postcode", "town"]
    assert "One login has one number" in page.field_error("customer_number")
    assert page.form(CHANGE)["street"] == "Długa 1"
    page = browser.send(form, CHANGE, **PAPER)
    assert page.field_error("email") == "Fill in what is to change"
    page = browser.send(form, CHANGE, **PAPER | {"channel": "counter"}, email_missing="yes")
    assert page.field_error("copy_handed")
    assert page.form(CHANGE)["email_missing"] == "yes"
    assert rows(desk.database, ChangeOfData) == []


def test_a_mailbox_of_another_account_hinders_in_words_and_is_returned(
    desk: DeskUnderTest, waiting: ChangeOfData
) -> None:
    with desk.database.transaction() as session:
        active(session, customer_number="104999", email=NEW, email_again=NEW)
    browser = approver(desk)
    page = page_of(browser, waiting)
    assert "Approving is impossible: another account uses the new e-mail address" in page.main
    assert not page.has_form(APPROVE)
    assert browser.client.get(f"/changes/{waiting.id}/letter.pdf").status_code == 404, "it owes no letter yet"
    page = browser.send(page, "/return", missing="adres, którego nie ma inne konto")
    assert "is returned as incomplete" in page.text
    assert "Missing: adres, którego nie ma inne konto" in page.main
    assert "Call for completion (PDF)" in page.main
    letter = browser.client.get(f"/changes/{waiting.id}/letter.pdf")
    assert (letter.status_code, letter.data[:4]) == (200, b"%PDF")
    other = "trzeci@example.com"
    completing = clerk(desk)
    form = completing.get(f"/changes/{waiting.id}/edit")
    page = completing.send(form, "/edit", email=other, email_again=other)
    assert "Saved 2026/000002." in page.text
    assert browser.send(page_of(browser, waiting), APPROVE).status == 200
    assert {one.email for one in rows(desk.database, Account)} == {other, NEW}


def test_a_colleague_who_was_faster_is_named_and_a_double_click_is_no_error(
    desk: DeskUnderTest, waiting: ChangeOfData
) -> None:
    browser, other = approver(desk), desk.as_(Role.APPROVER, name="Cezary Trzeci")
    page, late = page_of(browser, waiting), page_of(other, waiting)
    browser.send(page, APPROVE)
    assert "Already approved (by you" in browser.send(page, APPROVE).text
    late = other.send(late, "/refuse", refuse_reason="nie")
    assert late.status == 409
    assert f"{APPROVER} decided" in late.main
    assert "nie" in late.main


def test_only_an_active_account_offers_it(desk: DeskUnderTest, account: Account) -> None:
    with desk.database.transaction() as session:
        session.execute(sa.update(Account).values(status=AccountStatus.NOTIFIED))
    browser = clerk(desk)
    assert "Record a change of data" not in browser.get(f"/applications/{account.case_id}").main
    assert "What changes" not in browser.get(f"/applications/{account.case_id}{CHANGE}").main


def test_a_change_that_stopped_says_why_and_is_tried_again(desk: DeskUnderTest, waiting: ChangeOfData) -> None:
    browser = approver(desk)
    browser.send(page_of(browser, waiting), APPROVE)
    with desk.database.transaction() as session:
        stopped = {"status": AccountStatus.NEEDS_ATTENTION, "attention": Attention.NOT_CHANGED}
        session.execute(sa.update(Account).values(attention_code="same_email", **stopped))
    assert "could not be written to Keycloak" in page_of(browser, waiting).main
    (account,) = rows(desk.database, Account)
    case = browser.get(f"/applications/{account.case_id}")
    assert "Record a change of data" in case.main
    assert browser.get("/accounts").has_form("/accounts/retry") is False
    with desk.database.transaction() as session:
        session.execute(sa.text("UPDATE task SET done_at = not_before"))
    browser.send(case, "/retry")
    assert rows(desk.database, Account)[0].status is AccountStatus.CHANGING


def test_polish_pages(desk: DeskUnderTest, waiting: ChangeOfData) -> None:
    browser = approver(desk)
    browser.client.set_cookie("desk-language", "pl")
    page = page_of(browser, waiting)
    assert "Po zatwierdzeniu konto 104233 będzie miało te dane" in page.main
    assert ["Nazwisko", "Żółkiewski", "Nowy"] in cells(page)
