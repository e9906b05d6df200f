"""Where there are several offices the paper says which took it in: kept in a batch, told on case, lists and numbers."""

import pytest

from provisioner import office
from provisioner.applications.tables import Application
from provisioner.staff.roles import Role
from tests.factories import paper, recorded
from tests.web.desk import DeskUnderTest
from tests.web.page import Browser, Page
from tests.web.rows import rows

ZUKOWO, KARTUZY = "BOK Żukowo", "BOK Kartuzy"


@pytest.fixture
def desk(small_desk: DeskUnderTest) -> DeskUnderTest:
    """A desk for two offices."""
    listed(small_desk, f" {KARTUZY},  {ZUKOWO} , {KARTUZY}")
    return small_desk


def listed(desk: DeskUnderTest, names: str) -> None:
    with desk.database.transaction() as session:
        office.change(session, "branches", names)


def saved(desk: DeskUnderTest, browser: Browser, button: str = "open", **changed: str) -> Page:
    with desk.database.reading() as session:
        typed = paper(session, **changed)
    return browser.send(browser.get("/applications/new"), "/applications/new", button=button, **typed)


def test_it_is_asked_only_where_there_are_several(small_desk: DeskUnderTest) -> None:
    clerk = small_desk.as_(Role.CLERK)
    assert not clerk.get("/applications/new").soup.select("[name=branch]")
    listed(small_desk, f"{KARTUZY},{ZUKOWO}")
    offered = clerk.get("/applications/new").soup.select("[name=branch]")
    assert [one["value"] for one in offered] == [KARTUZY, ZUKOWO]


def test_it_stands_on_the_case_in_the_queue_and_in_the_numbers(desk: DeskUnderTest) -> None:
    clerk = desk.as_(Role.CLERK)
    assert f"at the counter, {ZUKOWO}" in saved(desk, clerk, branch=ZUKOWO).main
    assert f"at the counter, {ZUKOWO}" in clerk.get("/").main
    assert "Papers received, by office" in desk.as_(Role.APPROVER, name="Barbara Lis").get("/numbers").main


@pytest.mark.parametrize("typed", ["", "BOK Gdynia"])
def test_an_office_that_is_none_of_ours_is_asked_for_again(desk: DeskUnderTest, typed: str) -> None:
    page = saved(desk, desk.as_(Role.CLERK), branch=typed)
    assert (page.status, page.summary()["branch-0"]) == (400, "Choose the office that took the paper in")
    assert rows(desk.database, Application) == []


def test_a_batch_keeps_it_until_it_is_changed(desk: DeskUnderTest) -> None:
    page = saved(desk, desk.as_(Role.CLERK), button="next", branch=ZUKOWO)
    assert page.form("/applications/new")["branch"] == ZUKOWO


def test_a_case_keeps_an_office_that_is_listed_no_more(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        case = recorded(session, branch=ZUKOWO).id
    listed(desk, f"{KARTUZY}, BOK Gdynia")
    clerk = desk.as_(Role.CLERK)
    page = clerk.get(f"/applications/{case}/edit")
    assert page.form(f"/applications/{case}/edit")["branch"] == ZUKOWO
    assert "at the counter, BOK Żukowo" in clerk.send(page, f"/applications/{case}/edit", street="ul. Leśna 1").main
