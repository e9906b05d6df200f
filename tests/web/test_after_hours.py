"""R4: a paper whose e-mail came after office hours counts from the next working day, by a setting."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from provisioner import office
from provisioner.applications.tables import Application
from provisioner.cases.tables import Case
from provisioner.staff.roles import Role
from tests.factories import recorded
from tests.saved_mail import saved
from tests.web.desk import DeskUnderTest
from tests.web.page import Browser
from tests.web.rows import rows
from tests.web.test_corrected_dates import PAPERS
from tests.web.test_customer_copy import COPY, words
from tests.web.test_drafts import SOME, keep, link
from tests.web.test_from_code import NEW
from tests.web.test_from_scan import bring

LATE: dict[str, Any] = {"channel": "email", "copy_handed": "", "received_time": "17:40"}
OTHERWISE = "What was typed before says otherwise and stays."
COUNTED = "received Monday 23 November 2026 after office hours: counted as received on Tuesday 24 November 2026"


@pytest.fixture
def clerk(desk: DeskUnderTest) -> Browser:
    with desk.database.transaction() as session:
        office.put(session, "email_cutoff_time", "15:30")
    return desk.as_(Role.CLERK)


def test_r4_the_case_says_why_it_counts_from_the_next_day_and_goes_on_saying_it(
    desk: DeskUnderTest, clerk: Browser
) -> None:
    with desk.database.transaction() as session:
        case = recorded(session, **LATE).id
        assert session.get_one(Application, case).clock_from == date(2026, 11, 24)
    page = clerk.get(f"/applications/{case}")
    assert "Date received Monday 23 November 2026, 17:40" in page.main
    assert COUNTED in page.main
    with desk.database.transaction() as session:
        office.put(session, "email_cutoff_time", "")
    page = clerk.get(f"/applications/{case}")
    assert "today it would be" not in page.main, "the stored deadline stays and is counted from its own first day"
    assert "From Tuesday 24 November 2026" in page.main


def test_r4_another_hour_counts_the_deadline_anew(desk: DeskUnderTest, clerk: Browser) -> None:
    with desk.database.transaction() as session:
        case = recorded(session, **LATE).id
    page = clerk.get(f"/applications/{case}/edit")
    assert page.form("/edit")["received_time"] == "17:40"
    wrong = clerk.send(page, "/edit", received_time="25:00")
    assert wrong.field_error("received_time") == "Write an hour, as 15:30"
    page = clerk.send(wrong, "/edit", received_time="1130")
    assert "Hour received: 17:40 → 11:30" in page.main
    assert rows(desk.database, Application)[0].clock_from == date(2026, 11, 23)


def test_the_hour_is_asked_of_an_e_mail_and_only_where_it_counts(desk: DeskUnderTest, clerk: Browser) -> None:
    assert clerk.get(NEW).soup.select('[data-when="channel=email"] #received_time')
    preview = clerk.post("/applications/preview", data=clerk.get(NEW).form(NEW) | LATE | {"received_on": "23.11.2026"})
    assert COUNTED in preview.text
    with desk.database.transaction() as session:
        office.put(session, "email_cutoff_time", "")
    assert not clerk.get(NEW).soup.select("#received_time")


def test_a_saved_mail_proposes_its_hour_by_the_offices_clock(clerk: Browser) -> None:
    mail = saved(received="from mx.example.com by mail.example.org; Mon, 23 Nov 2026 16:40:59 +0000")
    assert bring(clerk, mail).form(NEW)["received_time"] == "17:40"


@pytest.mark.parametrize("hour", ["17:40", "1740"])
def test_an_hour_is_kept_and_copied_as_an_hour(clerk: Browser, hour: str) -> None:
    page = clerk.get(NEW)
    keep(clerk, page, **SOME, channel="email", received_time=hour)
    assert clerk.get(link(clerk.get("/"))).form(NEW)["received_time"] == "17:40"
    copy = words(clerk.client.post(COPY, data=page.form(NEW) | SOME | {"channel": "email", "received_time": hour}))
    assert "Hour received 17:40" in copy


def test_the_same_mail_brought_twice_says_nothing_else_than_before(clerk: Browser) -> None:
    mail = saved(received="from mx.example.com by mail.example.org; Mon, 23 Nov 2026 16:40:59 +0000")
    again = bring(clerk, mail, page=bring(clerk, mail))
    assert again.form(NEW)["received_time"] == "17:40"
    assert OTHERWISE not in again.main


def test_r4_once_completed_the_hour_of_the_mail_explains_nothing(desk: DeskUnderTest, clerk: Browser) -> None:
    with desk.database.transaction() as session:
        case = recorded(session, **LATE).id
    browser = desk.as_(Role.APPROVER, name="Barbara Lis")
    browser.send(browser.get(f"/applications/{case}"), "/return", missing="Brak podpisu")
    page = browser.send(browser.get(f"/applications/{case}/edit"), "/edit", completed_on="24.11.2026")
    assert "the clock starts anew" in page.main
    assert "after office hours" not in page.main


@pytest.mark.parametrize(("day", "hour"), [("", "17:40"), ("23.11", "17:40"), ("20.11", "")])
def test_a_mail_proposes_no_hour_for_another_day_than_its_own(clerk: Browser, day: str, hour: str) -> None:
    mail = saved(received="from mx.example.com by mail.example.org; Mon, 23 Nov 2026 16:40:59 +0000")
    page = bring(clerk, mail, received_on=day)
    assert page.form(NEW)["received_time"] == hour
    assert (OTHERWISE in page.main) is (not hour)


def filed(desk: DeskUnderTest, kind: str) -> UUID:
    """A paper of this kind, to be decided."""
    with desk.database.transaction() as session:
        return PAPERS[kind](session)


COUNTED_IN_WORKING_DAYS = pytest.mark.parametrize("kind", ["changes", "declarations", "resignations"])


@COUNTED_IN_WORKING_DAYS
def test_r4_every_paper_that_counts_in_working_days_is_asked_for_the_hour_of_its_mail(
    desk: DeskUnderTest, clerk: Browser, kind: str
) -> None:
    case = filed(desk, kind)
    browser = desk.as_(Role.CLERK)
    form = browser.get(f"/{kind}/{case}/edit")
    assert form.soup.select('[data-when="channel=email"] #received_time')
    page = browser.send(form, "/edit", channel="email", copy_handed="", received_time="17:40")
    assert "e-mail, Monday 23 November 2026, 17:40" in page.main
    assert COUNTED in page.main
    assert "Hour received: – → 17:40" in page.main
    with desk.database.reading() as session:
        assert session.get_one(Case, case).clock_from == date(2026, 11, 24)
    page = browser.send(browser.get(f"/{kind}/{case}/edit"), "/edit", channel="post")
    assert "17:40 → –" in page.main
    with desk.database.reading() as session:
        assert session.get_one(Case, case).clock_from == date(2026, 11, 23)


@COUNTED_IN_WORKING_DAYS
def test_a_case_keeps_its_hour_where_the_office_asks_for_none_any_more(
    desk: DeskUnderTest, clerk: Browser, kind: str
) -> None:
    case = filed(desk, kind)
    clerk.send(clerk.get(f"/{kind}/{case}/edit"), "/edit", channel="email", copy_handed="", received_time="17:40")
    with desk.database.transaction() as session:
        office.put(session, "email_cutoff_time", "")
    form = clerk.get(f"/{kind}/{case}/edit")
    assert not form.soup.select("#received_time")
    assert "17:40" in clerk.send(form, "/edit", original_location="segregator 9").main


@COUNTED_IN_WORKING_DAYS
def test_a_paper_that_came_by_post_after_all_shows_no_hour(desk: DeskUnderTest, clerk: Browser, kind: str) -> None:
    case = filed(desk, kind)
    clerk.send(clerk.get(f"/{kind}/{case}/edit"), "/edit", channel="email", copy_handed="", received_time="17:40")
    with desk.database.transaction() as session:
        office.put(session, "email_cutoff_time", "")
    clerk.send(clerk.get(f"/{kind}/{case}/edit"), "/edit", channel="post")
    assert "by post, Monday 23 November 2026" in (shown := clerk.get(f"/{kind}/{case}").main)
    assert "2026, 17:40" not in shown


def test_the_month_of_a_request_to_erase_runs_from_its_day_whatever_the_hour(
    desk: DeskUnderTest, clerk: Browser
) -> None:
    case = filed(desk, "erasures")
    assert not clerk.get(f"/erasures/{case}/edit").soup.select("#received_time")
