"""Working through the queue: the next case opens by itself, others see who has it, and the end says what was done."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from provisioner.applications.tables import Application
from provisioner.cases.status import CaseStatus
from provisioner.cases.taking.tables import CaseSkip, CaseTaking
from provisioner.staff.roles import Role
from tests.changed import active
from tests.changed import recorded as change_recorded
from tests.factories import member, recorded
from tests.web.desk import DeskUnderTest
from tests.web.page import Browser, Page
from tests.web.rows import rows

CLERK, FIRST, SECOND = "Anna Nowak", "Barbara Lis", "Celina Mak"


def cases(desk: DeskUnderTest, count: int, **told: Any) -> list[UUID]:
    with desk.database.transaction() as session:
        return [recorded(session, customer_number=f"10420{number}", **told).id for number in range(count)]


def approver(desk: DeskUnderTest, name: str = FIRST) -> Browser:
    return desk.as_(Role.APPROVER, name=name)


def begun(browser: Browser) -> Page:
    return browser.send(browser.get("/"), "/queue/next")


def test_after_each_decision_the_next_case_opens_and_the_end_says_what_was_done(desk: DeskUnderTest) -> None:
    cases(desk, 4)
    browser = approver(desk)
    page = begun(browser)
    assert "2026/000001" in page.title
    assert "You have this case in hand until 10:10; after the decision the next one opens." in page.main
    page = browser.send(page, "/approve")
    assert "Approved 2026/000001." in page.main
    assert "2026/000002" in page.title
    refused = page.response.request.path
    page = browser.send(page, "/refuse", refuse_reason="brak umowy")
    assert "2026/000003" in page.title
    said = page.soup.find("a", string="Open the case", href=refused)
    assert said, "the letter to the customer is on the page of the case just refused"
    page = browser.send(page, "/return", missing="podpis")
    assert "2026/000004" in page.title
    page = browser.send(page, "/skip", skip_reason="ask")
    assert page.main.count("Skipped for today: 2026/000004 (somebody has to be asked first)") == 1
    assert page.title.startswith("End of the queue")
    for told in ("1 application approved", "1 application refused", "1 application returned", "1 skipped by you"):
        assert told in page.main
    assert rows(desk.database, CaseTaking) == []


def test_a_decision_that_is_refused_keeps_the_case_in_hand_and_what_was_typed(small_desk: DeskUnderTest) -> None:
    cases(small_desk, 2)
    browser = approver(small_desk)
    page = browser.send(begun(browser), "/refuse", refuse_reason=" ")
    assert page.status == 400
    assert "You have this case in hand" in page.main
    assert "2026/000001" in page.title


def test_a_case_of_another_purpose_is_played_on_its_own_page(small_desk: DeskUnderTest) -> None:
    with small_desk.database.transaction() as session:
        change_recorded(session, active(session), last_name="Inna")
    page = begun(approver(small_desk))
    assert "/changes/" in page.response.request.path
    assert "You have this case in hand" in page.main


def test_others_see_who_has_a_case_and_cannot_decide_it_until_it_is_free(small_desk: DeskUnderTest) -> None:
    (case,) = cases(small_desk, 1)
    first, second = approver(small_desk), approver(small_desk, SECOND)
    before = second.get(f"/applications/{case}")
    begun(first)
    assert f"{FIRST} has it" in second.get("/").main
    page = second.get(f"/applications/{case}")
    assert f"{FIRST} has this case in hand" in page.main
    assert [action for action in ("/approve", "/refuse", "/return") if page.has_form(action)] == []
    assert page.has_form("/withdraw")
    refused = second.send(before, "/approve")
    assert refused.status == 409
    assert f"{FIRST} has it in hand until 10:10 at the latest." in refused.main
    assert "End of the queue" in begun(second).title
    small_desk.clock.now += timedelta(minutes=10)
    assert "Your ten minutes are over" in first.get(f"/applications/{case}").main
    assert "Approved 2026/000001." in second.send(second.get(f"/applications/{case}"), "/approve").main


def test_whoever_took_too_long_still_goes_on_when_nobody_came_between(small_desk: DeskUnderTest) -> None:
    cases(small_desk, 2)
    browser = approver(small_desk)
    page = begun(browser)
    small_desk.clock.now += timedelta(minutes=25)
    assert "2026/000002" in browser.send(page, "/approve").title


def test_a_case_left_yesterday_is_decided_by_itself(small_desk: DeskUnderTest) -> None:
    cases(small_desk, 2)
    address = begun(approver(small_desk)).response.request.path
    small_desk.clock.now += timedelta(days=1)
    browser = approver(small_desk)
    page = browser.get(address)
    assert "Your ten minutes are over" not in page.main
    assert "2026/000001" in browser.send(page, "/approve").title


def test_a_case_given_back_is_free_at_once(small_desk: DeskUnderTest) -> None:
    cases(small_desk, 1)
    first = approver(small_desk)
    page = first.send(begun(first), "/give-back")
    assert "Given back: the case is free for others." in page.main
    assert "You have this case in hand" in begun(approver(small_desk, SECOND)).main


def test_a_decision_outside_the_queue_stays_at_its_case(small_desk: DeskUnderTest) -> None:
    case, _ = cases(small_desk, 2)
    browser = approver(small_desk)
    page = browser.send(browser.get(f"/applications/{case}"), "/approve")
    assert "2026/000001" in page.title


@pytest.mark.parametrize("reason", ["", "x", "\x00"])
def test_skipping_for_no_known_reason_changes_nothing(small_desk: DeskUnderTest, reason: str) -> None:
    (case,) = cases(small_desk, 1)
    browser = approver(small_desk)
    page = browser.send(begun(browser), "/skip", skip_reason=reason)
    assert page.status == 400
    assert rows(small_desk.database, CaseSkip) == []
    assert [one.case_id for one in rows(small_desk.database, CaseTaking)] == [case]


def test_a_case_withdrawn_meanwhile_is_told_and_the_next_opens(small_desk: DeskUnderTest) -> None:
    case, _ = cases(small_desk, 2)
    browser = approver(small_desk)
    page = begun(browser)
    clerk = small_desk.as_(Role.CLERK, name=CLERK)
    clerk.send(clerk.get(f"/applications/{case}"), "/withdraw", withdraw_reason="telefon")
    page = browser.send(page, "/skip", skip_reason="later")
    assert f"{CLERK} decided today" in page.main
    assert "2026/000002" in page.title


def test_own_entries_are_left_out_for_those_who_decide_unless_they_ask(small_desk: DeskUnderTest) -> None:
    with small_desk.database.transaction() as session:
        recorded(session, by=FIRST)
    browser = approver(small_desk)
    page = browser.get("/")
    assert "Only your own entries wait: somebody else decides them." in page.main
    shown = browser.get(str(page.soup.select_one(".empty a")["href"]))  # type: ignore[index]
    assert "2026/000001" in shown.main
    assert "2026/000001" in small_desk.as_(Role.CLERK, name=FIRST).get("/").main
    assert "1 that you keyed in: somebody else decides" in begun(browser).main


def test_with_a_refused_clause_the_refusal_stands_open_with_its_reason(small_desk: DeskUnderTest) -> None:
    with small_desk.database.transaction() as session:
        clause = recorded(session).edition.clauses[1].id
        member(session, FIRST)
    (case,) = cases(small_desk, 1, **{f"clause-{clause}": "refused"})
    page = approver(small_desk).get(f"/applications/{case}")
    fold = page.form_tag("/refuse").parent
    assert fold is not None
    assert fold.has_attr("open")
    assert page.form("/refuse")["refuse_reason"].strip() == "Clause 2 was not accepted."
    [decided] = [one for one in rows(small_desk.database, Application) if one.id == case]
    assert decided.status is CaseStatus.RECORDED
