"""A resignation at the desk: from the account over the form to the end, and the way back (R8)."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from provisioner.accounts.closing.tables import AccountClosing
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.outbox.tables import Task
from provisioner.resignations.tables import Resignation
from provisioner.staff.roles import Role
from tests.changed import active
from tests.factories import NOW
from tests.resigned import APPROVER, BY_OFFICE, CLERK, recorded
from tests.web.desk import DeskUnderTest
from tests.web.page import Browser, Page
from tests.web.rows import rows

END, APPROVE = "/resignation", "/approve"
PAPER = {
    "channel": "post", "received_on": "23.11.2026", "customer_number": "104233", "asked_by": "customer",
    "ground": "resignation", "signed": "yes",
}  # fmt: skip


@pytest.fixture
def account(desk: DeskUnderTest) -> Account:
    with desk.database.transaction() as session:
        return active(session)


@pytest.fixture
def waiting(desk: DeskUnderTest, account: Account) -> Resignation:
    with desk.database.transaction() as session:
        return recorded(session, account)


def clerk(desk: DeskUnderTest) -> Browser:
    return desk.as_(Role.CLERK, name=CLERK)


def approver(desk: DeskUnderTest) -> Browser:
    return desk.as_(Role.APPROVER, name=APPROVER)


def page_of(browser: Browser, found: Resignation) -> Page:
    return browser.get(f"/resignations/{found.id}")


def is_shut(desk: DeskUnderTest) -> None:
    """The worker has done the first half."""
    with desk.database.transaction() as session:
        session.execute(sa.update(Task).values(done_at=NOW))
        session.execute(sa.update(Account).values(status=AccountStatus.CLOSING))
        session.execute(sa.update(AccountClosing).values(shut_at=NOW, remove_at=NOW + timedelta(days=14)))


def test_r8_a_clerk_records_it_and_an_approver_has_the_account_closed(desk: DeskUnderTest, account: Account) -> None:
    browser = clerk(desk)
    assert "Record the end of the account" in browser.get(f"/applications/{account.case_id}").main
    form = browser.get(f"/applications/{account.case_id}{END}")
    page = browser.send(form, END, **PAPER)
    assert "Saved 2026/000002." in page.text
    assert "the customer resigns" in page.main
    assert "§ 9 Regulaminu IBOK" in page.main
    assert not page.has_form(APPROVE)
    browser = approver(desk)
    assert "end of the account" in browser.get("/").main
    (found,) = rows(desk.database, Resignation)
    page = browser.get(f"/applications/{found.id}")
    assert "Once approved, nobody can log in to the account 104233. It is deleted 14 days later" in page.main
    page = browser.send(page, APPROVE)
    assert "The account 104233 will be closed." in page.text
    assert "The account is being blocked." in page.main
    assert "had the account closed on paper" in page.main
    case = browser.get(f"/applications/{account.case_id}")
    assert "The paper that ends this account" in case.main
    assert "Record the end of the account" not in case.main
    assert rows(desk.database, Account)[0].status is AccountStatus.BLOCKING


def test_r8_while_it_can_be_taken_back_the_page_says_until_when_and_prints_the_confirmation(
    desk: DeskUnderTest, waiting: Resignation
) -> None:
    browser = approver(desk)
    browser.send(page_of(browser, waiting), APPROVE)
    assert not page_of(browser, waiting).has_form("/take-back"), "the worker is at it"
    is_shut(desk)
    page = page_of(browser, waiting)
    assert "It can be taken back until the end of Tuesday 8 December 2026" in page.main
    letter = browser.client.get(f"/resignations/{waiting.id}/letter.pdf")
    assert (letter.status_code, letter.data[:4]) == (200, b"%PDF")
    page = browser.send(page, "/take-back", take_back_reason=" ")
    assert (page.status, page.field_error("take_back_reason") != "") == (400, True)
    page = browser.send(page, "/take-back", take_back_reason="pismo z 27.11.")
    assert "becomes what it was before" in page.text
    assert "pismo z 27.11." in page.main
    assert rows(desk.database, Account)[0].status is AccountStatus.UNBLOCKING
    assert browser.client.get(f"/resignations/{waiting.id}/letter.pdf").status_code == 404


def test_r8_a_deleted_account_says_so_and_its_login_stays_taken(desk: DeskUnderTest, waiting: Resignation) -> None:
    browser = approver(desk)
    browser.send(page_of(browser, waiting), APPROVE)
    is_shut(desk)
    with desk.database.transaction() as session:
        session.execute(sa.update(Account).values(status=AccountStatus.CLOSED, created_at=NOW))
        session.execute(sa.update(AccountClosing).values(removed_at=NOW))
    page = page_of(browser, waiting)
    assert "nobody else ever gets its login" in page.main
    assert not page.has_form("/take-back")
    assert browser.client.get(f"/resignations/{waiting.id}/letter.pdf").status_code == 200


def test_p10_problems_are_told_at_their_fields_and_everything_typed_is_kept(
    desk: DeskUnderTest, account: Account
) -> None:
    browser = clerk(desk)
    form = browser.get(f"/applications/{account.case_id}{END}")
    page = browser.send(form, END, **PAPER | {"customer_number": "104234", "ground": "breach"}, basis="§ 9 ust. 2")
    assert page.status == 400
    assert list(page.summary()) == ["customer_number", "ground-0"]
    assert "cannot ask on this ground" in page.text
    assert page.form(END)["basis"] == "§ 9 ust. 2"
    assert page.form(END)["ground"] == "breach"
    assert rows(desk.database, Resignation) == []


def test_r8_the_office_ends_an_account_without_a_paper(desk: DeskUnderTest, account: Account) -> None:
    browser = clerk(desk)
    form = browser.get(f"/applications/{account.case_id}{END}")
    page = browser.send(form, END, **PAPER | BY_OFFICE | {"ground": "contract_ended"})
    assert "by the office itself" in page.main
    assert "Signed" not in page.main


def test_r8_what_the_paper_lacks_is_returned_with_a_letter_and_completed(desk: DeskUnderTest, account: Account) -> None:
    with desk.database.transaction() as session:
        found = recorded(session, account, asked_by="attorney", asker_name="Anna Lis")
    browser = approver(desk)
    page = page_of(browser, found)
    assert "the proof is missing" in page.main
    assert not page.has_form(APPROVE)
    browser.send(page, "/return", missing="pełnomocnictwo")
    letter = browser.client.get(f"/resignations/{found.id}/letter.pdf")
    assert (letter.status_code, letter.data[:4]) == (200, b"%PDF")
    completing = clerk(desk)
    form = completing.get(f"/resignations/{found.id}/edit")
    page = completing.send(form, "/edit", proof="pełnomocnictwo z 1.11.2026")
    assert "Saved 2026/000002." in page.text
    assert page_of(browser, found).has_form(APPROVE)


def test_what_is_under_way_offers_no_end(desk: DeskUnderTest, account: Account) -> None:
    with desk.database.transaction() as session:
        session.execute(sa.update(Account).values(status=AccountStatus.UNBLOCKING))
    browser = clerk(desk)
    assert "Record the end of the account" not in browser.get(f"/applications/{account.case_id}").main
    assert "Ground and day" not in browser.get(f"/applications/{account.case_id}{END}").main


def test_nobody_blocks_an_account_on_the_ground_of_its_end(desk: DeskUnderTest, account: Account) -> None:
    browser = approver(desk)
    page = browser.get(f"/applications/{account.case_id}")
    page = browser.send(page, "/block-account", block_ground="closing", block_reason="?")
    assert page.field_error("block_ground")
    assert rows(desk.database, Account)[0].status is AccountStatus.ACTIVATED


def test_polish_pages(desk: DeskUnderTest, waiting: Resignation) -> None:
    browser = approver(desk)
    browser.client.set_cookie("desk-language", "pl")
    page = page_of(browser, waiting)
    assert "Po zatwierdzeniu nikt nie zaloguje się na konto 104233. Konto zostanie usunięte 14 dni później" in page.main
    assert "rezygnacja klienta" in page.main
