"""Approving many clean applications: chosen in the queue, compared on one page, told one by one (R4)."""

from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from provisioner import office
from provisioner.accounts.tables import Account
from provisioner.applications.tables import Application
from provisioner.cases.errands.giving import Errand, put
from provisioner.cases.errands.tables import ErrandKind
from provisioner.cases.status import CaseStatus
from provisioner.cases.taking.holding import take
from provisioner.cases.waiting.tables import WaitingDecision
from provisioner.decisions import many
from provisioner.journal.events import Event
from provisioner.journal.tables import AuditEntry
from provisioner.staff.roles import Role
from tests.colleagues import colleague
from tests.factories import NOW, member, recorded
from tests.web.desk import DeskUnderTest
from tests.web.page import Browser, Page
from tests.web.rows import count, events, rows
from tests.web.test_statements import counted

APPROVER, OTHER = "Barbara Lis", "Celina Mak"


def case(desk: DeskUnderTest, number: int, **told: Any) -> UUID:
    address = f"klient.{number}@example.com"
    with desk.database.transaction() as session:
        told = {"email": address, "email_again": address, **told}
        return recorded(session, customer_number=str(number), **told).id


def approver(desk: DeskUnderTest) -> Browser:
    return desk.as_(Role.APPROVER, name=APPROVER)


def ticked(browser: Browser, *cases: UUID, **more: str) -> Page:
    """The page on which these are compared."""
    token = browser.get("/").form("/queue/check")["csrf_token"]
    sent = {"csrf_token": token, **{f"case-{one}": "1" for one in cases}, **more}
    return browser.post("/queue/check", data=sent)


def confirmed(browser: Browser, page: Page) -> Page:
    """The page that says what became of each."""
    return browser.send(page, "/queue/approve")


def test_chosen_applications_are_compared_and_then_approved(small_desk: DeskUnderTest) -> None:
    first, second, third = (case(small_desk, number) for number in (104201, 104202, 104203))
    browser = approver(small_desk)
    page = ticked(browser, first, third)
    for told in ("104201", "klient.104201@example.com", "klient.104203@example.com", "Approve 2 applications"):
        assert told in page.main
    assert "104202" not in page.main
    assert count(small_desk.database, Account) == 0, "nothing is approved by looking"
    page = confirmed(browser, page)
    assert page.title.startswith("2 applications approved")
    found = {one.id: one.status for one in rows(small_desk.database, Application)}
    assert [found[one] for one in (first, second, third)] == [
        CaseStatus.APPROVED, CaseStatus.RECORDED, CaseStatus.APPROVED
    ]  # fmt: skip


def test_each_application_that_is_compared_was_looked_at_once_an_hour(small_desk: DeskUnderTest) -> None:
    first, second, third = (case(small_desk, number) for number in (104201, 104202, 104203))
    browser = approver(small_desk)
    browser.get(f"/applications/{first}").response.close()
    ticked(browser, first, third)
    assert looks(small_desk) == [first, third]
    ticked(browser, first, second, third)
    assert looks(small_desk) == [first, third, second]


def test_a_recorder_takes_nothing_back_that_an_approver_compares(small_desk: DeskUnderTest) -> None:
    one = case(small_desk, 104201)
    recorder = small_desk.as_(Role.CLERK)
    undo = f"/applications/{one}/undo"
    assert recorder.get(f"/applications/{one}").has_form(undo)
    ticked(approver(small_desk), one)
    assert not recorder.get(f"/applications/{one}").has_form(undo)


def looks(desk: DeskUnderTest) -> list[UUID]:
    lines = (one for one in rows(desk.database, AuditEntry) if one.event == Event.CASE_VIEWED)
    return [UUID(one.object_id) for one in lines]


def test_many_are_compared_and_noted_in_as_few_statements_as_two(small_desk: DeskUnderTest) -> None:
    cases = [case(small_desk, number) for number in range(104201, 104223)]
    browser, told = approver(small_desk), []
    browser.get("/")
    for some in (cases[:2], cases[2:]):
        with counted(small_desk.database) as sent:
            ticked(browser, *some)
        # SQLite, which is no journey away, takes the lines one by one.
        told.append([one for one in sent if not one.startswith("INSERT INTO audit_entry")])
    assert len(looks(small_desk)) == len(cases)
    assert len(told[0]) == len(told[1])


def test_all_with_nothing_missing_are_those_of_the_filters_and_no_own_hindered_or_taken_ones(
    small_desk: DeskUnderTest,
) -> None:
    clean = case(small_desk, 104201)
    case(small_desk, 104202, channel="post", copy_handed="")
    case(small_desk, 104203, regulamin_signed="no")
    case(small_desk, 104204, by=APPROVER)
    taken, handed, asked = (case(small_desk, number) for number in (104205, 104206, 104207))
    with small_desk.database.transaction() as session:
        take(session, taken, by=member(session, OTHER).id, at=NOW)
        by, to = member(session, "Ewa Inna"), colleague(session, OTHER).id
        put(session, handed, Errand(ErrandKind.HANDED, to, "Proszę."), by=by, at=NOW)
        put(session, asked, Errand(ErrandKind.ASKED, to, "Był?"), by=by, at=NOW)
    browser = approver(small_desk)
    page = browser.send(browser.get("/?channel=counter"), "/queue/check", button="all")
    assert boxes(page) == [f"case-{clean}"]
    assert len(boxes(browser.get("/"))) == 4, "what cannot be approved has no box"


def boxes(page: Page) -> list[str]:
    return [str(box["name"]) for box in page.soup.find_all("input", {"type": "checkbox"})]


def test_each_row_says_what_became_of_it(small_desk: DeskUnderTest) -> None:
    first, second, third = (case(small_desk, number) for number in (104201, 104202, 104203))
    browser = approver(small_desk)
    page = ticked(browser, first, second, third)
    with small_desk.database.transaction() as session:
        take(session, second, by=member(session, OTHER).id, at=NOW)
        session.execute(sa.update(Application).where(Application.id == third).values(regulamin_signed=False))
    page = confirmed(browser, page)
    assert page.title.startswith("1 application approved")
    assert "A colleague has this case in hand; your click changed nothing: Celina Mak has it in hand" in page.main
    assert "Approving is impossible: Regulamin not signed" in page.main
    assert events(small_desk.database).count(Event.APPLICATION_APPROVED) == 1


def test_each_waits_and_is_taken_back_from_its_row(small_desk: DeskUnderTest) -> None:
    with small_desk.database.transaction() as session:
        office.change(session, "undo_window_seconds", "30")
    first, second = case(small_desk, 104201), case(small_desk, 104202)
    browser = approver(small_desk)
    page = confirmed(browser, ticked(browser, first, second))
    assert "It counts from 10:00:30" in page.main
    assert page.title.startswith("2 approvals can still be undone"), "nothing is approved yet"
    page = browser.send(page, f"{first}/take-back")
    assert [one.case_id for one in rows(small_desk.database, WaitingDecision)] == [second]


def test_own_entries_and_what_is_no_case_are_left_out_and_an_own_one_sent_all_the_same_is_refused(
    small_desk: DeskUnderTest,
) -> None:
    case(small_desk, 104202)
    own = case(small_desk, 104201, by=APPROVER)
    browser = approver(small_desk)
    page = ticked(browser, own)
    assert "1 chosen case is left out: it cannot be approved now." in page.main
    assert not page.has_form("/queue/approve")
    token = browser.get("/").form("/queue/check")["csrf_token"]
    sent = {"csrf_token": token, f"case-{own}": "1", "case-": "1", "case-x": "1", f"case-{uuid4()}": "x"}
    page = browser.post("/queue/approve", data=sent)
    assert "This is your own entry" in page.main
    assert Event.OWN_ENTRY_DECISION_REFUSED in events(small_desk.database)


def test_no_more_at_once_than_are_compared(small_desk: DeskUnderTest, monkeypatch: pytest.MonkeyPatch) -> None:
    for place in ("provisioner.decisions.many.MOST", "provisioner.web.pages.queue.many.MOST"):
        monkeypatch.setattr(place, 2)
    for number in (104201, 104202, 104203):
        case(small_desk, number)
    browser = approver(small_desk)
    page = ticked(browser, all="yes")
    assert "There are more; these 2 are the most urgent." in page.main
    assert confirmed(browser, page).title.startswith("2 applications approved")
    assert many.LOOKED_AT >= many.MOST
