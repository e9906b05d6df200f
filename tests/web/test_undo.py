"""A mistaken entry is taken back by its recorder until an approver has looked at it (R1, P8)."""

import pytest
import sqlalchemy as sa

from provisioner import applications, journal
from provisioner.applications import UndoTooLate
from provisioner.applications.tables import Application
from provisioner.cases import FasterColleague
from provisioner.cases.status import CaseStatus
from provisioner.cases.viewing import LOOKED_AT, all_viewed
from provisioner.database import Database
from provisioner.journal import Event
from provisioner.logins.tables import Login
from provisioner.staff.roles import Role
from tests.factories import NOW, TODAY, member, recorded
from tests.together import errors, together
from tests.web.desk import DeskUnderTest
from tests.web.page import Page
from tests.web.rows import count, events, rows
from tests.web.test_intake import NEW, fill, typed


def undo(desk: DeskUnderTest, page: Page, by: str = "Anna Nowak") -> Page:
    """Press the button of the status line, as this person."""
    browser = desk.as_(Role.CLERK, name=by)
    token = browser.get("/").form("/language")["csrf_token"]
    return browser.post(str(page.form_tag("/undo")["action"]), data={"csrf_token": token})


@pytest.mark.parametrize("button", ["open", "next"])
def test_what_was_just_saved_is_taken_back_by_one_click(desk: DeskUnderTest, button: str) -> None:
    page = fill(desk.as_(Role.CLERK), button=button)
    assert "Undo" in page.text
    page = undo(desk, page)
    assert "Taken back 2026/000001: the application is withdrawn." in page.text
    assert page.form(NEW)["channel"] == "counter", "the batch goes on"
    saved = rows(desk.database, Application)[0]
    assert (saved.status, saved.decision_reason) == (CaseStatus.WITHDRAWN, "Entered by mistake.")
    assert events(desk.database) == [
        Event.APPLICATION_RECORDED, Event.APPLICATION_UNDONE,
    ]  # fmt: skip
    assert count(desk.database, Login) == 0


@pytest.mark.parametrize("changed", [{}, {"town": "Kartuzy"}], ids=["as it was", "mended"])
def test_back_to_a_form_that_was_taken_back_shows_it_again_and_the_next_click_records_it_anew(
    desk: DeskUnderTest, changed: dict[str, str]
) -> None:
    browser = desk.as_(Role.CLERK)
    form = browser.get(NEW)
    undo(desk, browser.send(form, NEW, button="next", **typed(form)))
    page = browser.send(form, NEW, button="next", **typed(form, **changed))
    assert page.status == 409
    assert "This form became case 2026/000001, which was withdrawn: save again to record it anew." in page.main
    assert "Saved" not in page.text
    kept = page.form(NEW)
    assert {name: kept[name] for name in typed(form)} == typed(form, **changed)
    assert "Saved 2026/000002." in browser.send(page, NEW, button="next").text
    again = browser.send(page, NEW, button="next")
    assert "Saved 2026/000002." in again.text, "the same form sent twice is still one case"
    assert {one.number: one.status for one in rows(desk.database, Application)} == {
        "2026/000001": CaseStatus.WITHDRAWN,
        "2026/000002": CaseStatus.RECORDED,
    }


def look(desk: DeskUnderTest, *roles: Role, name: str) -> Page:
    """Open the case that was saved and take all of its answer, as a browser does."""
    page = desk.as_(*roles, name=name).get(f"/applications/{rows(desk.database, Application)[0].id}")
    page.response.close()
    return page


def test_once_an_approver_has_opened_it_the_case_says_so_and_stays(desk: DeskUnderTest) -> None:
    page = fill(desk.as_(Role.CLERK), button="next")
    look(desk, Role.APPROVER, name="Barbara Lis")
    answer = undo(desk, page)
    assert answer.status == 409
    assert "An approver has looked at it already" in answer.main
    assert "Take the entry back" not in answer.main
    assert rows(desk.database, Application)[0].status is CaseStatus.RECORDED
    assert Event.APPLICATION_UNDONE not in events(desk.database)


def test_nobody_takes_back_what_a_colleague_recorded(desk: DeskUnderTest) -> None:
    page = fill(desk.as_(Role.CLERK), button="next")
    assert undo(desk, page, by="Celina Clerk").status == 409
    assert rows(desk.database, Application)[0].status is CaseStatus.RECORDED


def test_neither_another_clerks_look_nor_the_night_keeps_a_mistake(desk: DeskUnderTest) -> None:
    fill(desk.as_(Role.CLERK), button="next")
    assert "Take the entry back" not in look(desk, Role.CLERK, name="Celina Clerk").main
    look(desk, Role.AUDITOR, name="Ewa Rewizor")
    desk.clock.advance(days=1)
    assert "Taken back 2026/000001" in undo(desk, look(desk, Role.CLERK, name="Anna Nowak")).text
    assert rows(desk.database, Application)[0].status is CaseStatus.WITHDRAWN


def test_whoever_may_approve_by_now_has_looked_as_an_approver(desk: DeskUnderTest) -> None:
    page = fill(desk.as_(Role.CLERK), button="next")
    look(desk, Role.CLERK, name="Barbara Lis")
    look(desk, Role.CLERK, Role.APPROVER, name="Barbara Lis")
    assert undo(desk, page).status == 409


def test_an_own_look_as_an_approver_does_not_count(desk: DeskUnderTest) -> None:
    page = fill(desk.as_(Role.CLERK), button="next")
    look(desk, Role.CLERK, Role.APPROVER, name="Anna Nowak")
    assert undo(desk, page).status == 200


def test_a_look_from_before_it_was_said_who_looks_counts_as_an_approvers(desk: DeskUnderTest) -> None:
    page = fill(desk.as_(Role.CLERK), button="next")
    with desk.database.transaction() as session:
        case, by = session.scalars(sa.select(Application.id)).one(), member(session, "Barbara Lis").id
        journal.record(
            session, Event.CASE_VIEWED, at=NOW, actor=journal.staff(by), object_type=LOOKED_AT, object_id=case
        )
    assert undo(desk, page).status == 409


def test_the_form_counts_what_the_person_has_recorded_today(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        recorded(session, by="Celina Clerk")
        recorded(session, at=NOW.replace(day=TODAY.day - 1))
    page = fill(desk.as_(Role.CLERK), button="next")
    assert "Recorded by you today: 1 paper" in page.main
    page = undo(desk, page)
    assert "Recorded by you today: 0 papers" in page.main


@pytest.mark.parametrize(
    ("papers", "said"), [(0, "0 pism"), (1, "1 pismo"), (2, "2 pisma"), (5, "5 pism"), (22, "22 pisma")]
)
def test_in_polish_the_count_says_whose_papers_it_counts(desk: DeskUnderTest, papers: int, said: str) -> None:
    with desk.database.transaction() as session:
        for _ in range(papers):
            recorded(session)
    browser = desk.as_(Role.CLERK)
    browser.client.set_cookie("desk-language", "pl")
    page = browser.get(NEW)
    assert page.soup.select_one(".title-row .aside").get_text() == f"Zapisane dziś przez Ciebie: {said}"  # type: ignore[union-attr]


@pytest.mark.sweep
def test_of_an_approval_and_an_undo_at_the_same_moment_one_goes_through(database: Database) -> None:
    with database.transaction() as session:
        case = recorded(session).id
        clerk, approver = member(session, "Anna Nowak"), member(session, "Barbara Lis")

    def take_back() -> object:
        with database.transaction() as session:
            return applications.undo(session, case, reason="pomyłka", by=clerk, at=NOW)

    def agree() -> object:
        with database.transaction() as session:
            return applications.approve(session, case, revision=1, by=approver, at=NOW)

    found = list(together(take_back, agree, take_back, agree))
    assert len(errors(found)) == 3
    assert set(errors(found)) == {FasterColleague}


@pytest.mark.sweep
def test_of_a_look_and_an_undo_at_the_same_moment_both_are_told_the_truth(database: Database) -> None:
    with database.transaction() as session:
        case = recorded(session).id
        clerk, approver = member(session, "Anna Nowak"), member(session, "Barbara Lis")

    def take_back() -> object:
        with database.transaction() as session:
            return applications.undo(session, case, reason="pomyłka", by=clerk, at=NOW)

    def look() -> object:
        with database.transaction() as session:
            return all_viewed(session, [case], by=approver.id, at=NOW, decides=True)

    failed = errors(list(together(take_back, look)))
    with database.reading() as session:
        status = session.scalars(sa.select(Application.status)).one()
    assert failed == ([] if status is CaseStatus.WITHDRAWN else [UndoTooLate])
