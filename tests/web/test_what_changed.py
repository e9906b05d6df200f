"""The history shows what a correction changed; the journal itself holds no personal data (P8)."""

import sqlalchemy as sa

from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.journal.tables import AuditEntry, AuditValue
from provisioner.staff.roles import Role
from tests.privacy.desk import forget_values
from tests.web.desk import DeskUnderTest
from tests.web.page import Page
from tests.web.rows import rows
from tests.web.test_case import address, approver, waiting

PERSONAL = ("jozef", "nowa@", "żółkiewski", "kowalska", "polna", "601234567", "602000111", "klauzula", "skrzynka")


def changes(page: Page) -> list[str]:
    """What the newest line of the history says has changed."""
    newest = page.soup.select(".timeline > li")[0]
    return [" ".join(line.get_text(" ").split()) for line in newest.select(".changes li")]


def test_old_and_new_stand_under_the_line_in_the_offices_words(desk: DeskUnderTest) -> None:
    case, browser = waiting(desk), approver(desk)
    page = browser.get(address(case, "edit"))
    other = {"email": "nowa@example.com", "email_again": "nowa@example.com", "phone": "", "filed_by": "attorney"}
    page = browser.send(
        page, "/edit", **other, attorney_name="Ewa Kos", **{"clause-2": "refused"}, copy_handed="", channel="post"
    )
    assert set(changes(page)) == {
        "How it was filed: at the counter → by post",
        "Signed by: the customer → an attorney",
        "Who acts for the customer: – → Ewa Kos",
        "E-mail: jozef@example.com → nowa@example.com",
        "Phone: 601 234 567 → –",
        "clause 2: yes → no",
        "Copy handed to the customer: yes → no",
    }
    assert [tag.name for tag in page.soup.select(".changes li")[0].find_all(True)] == ["del", "ins"]


def test_once_erased_the_line_still_names_the_fields(desk: DeskUnderTest) -> None:
    case, browser = waiting(desk), approver(desk)
    browser.send(browser.get(address(case, "edit")), "/edit", phone="602 000 111")
    with desk.database.transaction() as session:
        forget_values(session)
    page = browser.get(address(case))
    assert changes(page) == []
    assert "corrected the application: Phone" in page.main


def test_a_save_that_changes_nothing_keeps_nothing(small_desk: DeskUnderTest) -> None:
    case, browser = waiting(small_desk), approver(small_desk)
    browser.send(browser.get(address(case, "edit")), "/edit")
    assert rows(small_desk.database, AuditValue) == []


def test_whatever_is_done_no_line_of_the_journal_holds_personal_data(desk: DeskUnderTest) -> None:
    case, browser = waiting(desk), approver(desk)
    edited = {
        "last_name": "Kowalska",
        "email": "nowa@example.com",
        "email_again": "nowa@example.com",
        "phone": "602 000 111",
    }
    browser.send(browser.get(address(case, "edit")), "/edit", **edited)
    other = desk.as_(Role.APPROVER, name="Cezary Zych")
    other.send(other.get(address(case)), "/return", missing="Klauzula 2 pani Kowalska")
    browser.send(browser.get(address(case, "edit")), "/edit")
    other.send(other.get(address(case)), "/approve")
    with desk.database.transaction() as session:
        stopped = {"status": AccountStatus.NEEDS_ATTENTION, "attention": Attention.EMAIL_TAKEN}
        session.execute(sa.update(Account).values(**stopped))
    other.send(other.get(address(case)), "/close-account", close_reason="Skrzynka pani Kowalska")
    again = waiting(desk)
    other.send(other.get(address(again)), "/refuse", refuse_reason="Klauzula 2 pani Kowalska")
    lines = rows(desk.database, AuditEntry)
    assert {line.event.value for line in lines} >= {
        "application:corrected", "application:returned", "application:completed", "application:approved",
        "application:refused", "account:closed",
    }  # fmt: skip
    for line in lines:
        assert not [word for word in PERSONAL if word in str(line.details).lower()], line.details
