"""What holds for every paper about an account: a reason to refuse it, four eyes, a silent Keycloak, few statements."""

from dataclasses import dataclass

import pytest

from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.staff.roles import Role
from tests import changed, declared, resigned
from tests.changed import APPROVER, CLERK, NEW
from tests.web.desk import DeskUnderTest
from tests.web.page import Browser, Page
from tests.web.rows import events, rows
from tests.web.test_recheck import SILENT
from tests.web.test_statements import MOST, counted

APPROVE = "/approve"


@dataclass(frozen=True)
class Waiting:
    """A paper that a clerk has recorded, and the address of its page."""

    case: Case
    address: str

    def seen(self, browser: Browser) -> Page:
        """Its page."""
        return browser.get(self.address)


@pytest.fixture(params=["changes", "declarations", "resignations"])
def waiting(request: pytest.FixtureRequest, desk: DeskUnderTest) -> Waiting:
    with desk.database.transaction() as session:
        account = declared.under_the_old(session)
        if request.param == "changes":
            case: Case = changed.recorded(session, account, email=NEW, last_name="Nowy")
        elif request.param == "declarations":
            case = declared.recorded(session, account)
        else:
            case = resigned.recorded(session, account)
    return Waiting(case, f"/{request.param}/{case.id}")


def approver(desk: DeskUnderTest) -> Browser:
    return desk.as_(Role.APPROVER, name=APPROVER)


@pytest.mark.parametrize(
    ("action", "field", "status"),
    [("/refuse", "refuse_reason", CaseStatus.REFUSED), ("/withdraw", "withdraw_reason", CaseStatus.WITHDRAWN)],
)
def test_it_is_refused_or_withdrawn_with_a_reason(
    desk: DeskUnderTest, waiting: Waiting, action: str, field: str, status: CaseStatus
) -> None:
    browser = approver(desk)
    page = browser.send(waiting.seen(browser), action, **{field: " "})
    assert (page.status, page.field_error(field) != "") == (400, True)
    page = browser.send(page, action, **{field: "podpisała inna osoba"})
    assert "Reason: podpisała inna osoba" in page.main
    (found,) = rows(desk.database, type(waiting.case))
    assert found.status is status
    letter = browser.client.get(f"{waiting.address}/letter.pdf").status_code
    assert letter == (200 if status is CaseStatus.REFUSED else 404)
    (account,) = rows(desk.database, Account)
    assert (account.status, account.last_name) == (AccountStatus.ACTIVATED, "Żółkiewski")


def test_p6_the_recorder_never_decides(desk: DeskUnderTest, waiting: Waiting) -> None:
    both = desk.as_(Role.CLERK, Role.APPROVER, name=CLERK)
    page = waiting.seen(both)
    assert "somebody else has to decide" in page.main
    assert not page.has_form(APPROVE)
    assert not page.has_form("/refuse")
    typed = waiting.seen(approver(desk)).form(APPROVE)
    token = page.form("/withdraw")["csrf_token"]
    answer = both.client.post(f"{waiting.address}{APPROVE}", data=typed | {"csrf_token": token})
    assert answer.status_code == 403
    assert str(events(desk.database)[-1]) == "staff:own-entry-decision-refused"


def test_while_keycloak_is_silent_a_decision_waits_with_what_was_typed(desk: DeskUnderTest, waiting: Waiting) -> None:
    browser = approver(desk)
    page = waiting.seen(browser)
    desk.clock.advance(minutes=2)
    desk.realm.trouble = SILENT
    held = browser.send(page, "/refuse", refuse_reason="nie jej podpis")
    assert held.status == 503
    assert held.form("/refuse")["refuse_reason"] == "nie jej podpis"


def test_the_page_asks_the_database_eight_times_at_most(desk: DeskUnderTest, waiting: Waiting) -> None:
    browser = approver(desk)
    browser.get("/calendar")
    with counted(desk.database) as sent:
        assert browser.client.get(waiting.address).status_code == 200
    assert len(sent) <= MOST, "\n".join(sent)
