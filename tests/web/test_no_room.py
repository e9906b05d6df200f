"""Pages on a full disk: each says so in plain words, in both languages, and keeps what was typed."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.applications.tables import Application
from provisioner.database import Database
from provisioner.staff.roles import Role
from tests.web.desk import DeskUnderTest, desk_over
from tests.web.page import Browser, Page
from tests.web.rows import rows
from tests.web.test_accounts import account
from tests.web.test_case import address, waiting
from tests.web.test_intake import NEW, typed

pytestmark = pytest.mark.sweep

MOST_PAGES = 1_000_000
LONG = "ż" * 2000
"""As long as a note and a reason may be, and more than is left on any page that is there."""
NOT_SAVED = ("Not saved: the disk is full", "Nie zapisano: dysk jest pełny")
NOT_CHANGED = ("Nothing is changed: the disk is full", "Nic nie zmieniono: dysk jest pełny")


class Disk:
    """Room for a database that a test takes away: SQLite's own limit of pages, which gives its own SQLITE_FULL."""

    def __init__(self) -> None:
        self.full = False

    def limit(self, connection: sa.Connection) -> None:
        """Let the database grow, or not by a single page."""
        connection.exec_driver_sql(f"PRAGMA max_page_count={1 if self.full else MOST_PAGES}")


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def cramped(sqlite_url: str, disk: Disk) -> Iterator[DeskUnderTest]:
    """A desk whose database has no free page inside and grows as the disk allows."""
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as connection:
        connection.execute("VACUUM")
    database = Database(sqlite_url)
    sa.event.listen(database.engine, "begin", disk.limit)
    yield desk_over(database)
    database.close()


def told_in_both_languages(browser: Browser, send: Callable[[], Page], english: str, polish: str) -> Page:
    """The page that an action leads to, which must say each of the two in its language; English at last."""
    for language, said in (("pl", polish), ("en", english)):
        browser.client.set_cookie("desk-language", language)
        with capture_logs() as lines:
            page = send()
        assert page.status == 503
        assert said in page.main
        assert "database:full" in [line["event"] for line in lines]
    assert "Tell the operator that the disk is full" in page.main
    return page


def test_a_new_application_says_that_the_disk_is_full_and_is_saved_when_there_is_room(
    cramped: DeskUnderTest, disk: Disk
) -> None:
    browser = cramped.as_(Role.CLERK)
    form = browser.get(NEW)
    sent = typed(form, note=LONG)
    disk.full = True
    page = told_in_both_languages(browser, lambda: browser.send(form, NEW, **sent), *NOT_SAVED)
    assert page.form(NEW)["note"] == LONG
    disk.full = False
    assert browser.send(page, NEW).status == 200
    assert rows(cramped.database, Application)[0].note == LONG


def test_a_correction_says_so_too(cramped: DeskUnderTest, disk: Disk) -> None:
    case = waiting(cramped)
    browser = cramped.as_(Role.CLERK, name="Barbara Lis")
    form = browser.get(address(case, "edit"))
    disk.full = True
    page = told_in_both_languages(browser, lambda: browser.send(form, "/edit", note=LONG), *NOT_SAVED)
    assert page.form("/edit")["note"] == LONG
    disk.full = False
    assert browser.send(page, "/edit").status == 200
    assert rows(cramped.database, Application)[0].note == LONG


@pytest.mark.parametrize(
    ("action", "field"),
    [
        ("/refuse", "refuse_reason"),
        ("/return", "missing"),
        ("/withdraw", "withdraw_reason"),
        ("/close-account", "close_reason"),
    ],
)
def test_a_decision_says_so_and_keeps_its_reason(cramped: DeskUnderTest, disk: Disk, action: str, field: str) -> None:
    if field == "close_reason":
        case = account(cramped, AccountStatus.NEEDS_ATTENTION, Attention.EMAIL_TAKEN).case_id
    else:
        case = waiting(cramped)
    browser = cramped.as_(Role.APPROVER, name="Barbara Lis")
    seen = browser.get(address(case))
    disk.full = True
    page = told_in_both_languages(browser, lambda: browser.send(seen, action, **{field: LONG}), *NOT_CHANGED)
    assert page.form(action)[field] == LONG
    disk.full = False
    assert browser.send(page, action).status == 200


@pytest.mark.parametrize(
    ("action", "state"),
    [
        ("/approve", None),
        ("/retry", AccountStatus.NEEDS_ATTENTION),
        ("/reissue", AccountStatus.EXPIRED),
    ],
)
def test_a_button_says_so(small_desk: DeskUnderTest, action: str, state: AccountStatus | None) -> None:
    case = account(small_desk, state, Attention.USER_MISSING).case_id if state else waiting(small_desk)
    browser = small_desk.as_(Role.APPROVER, name="Barbara Lis")
    seen = browser.get(address(case))
    refuse(small_desk, "INTO audit_entry")
    told_in_both_languages(browser, lambda: browser.send(seen, action), *NOT_CHANGED)


def refuse(desk: DeskUnderTest, statement: str) -> None:
    """From now on there is no room for this."""
    full = full_error(desk.database)

    def fail(*about: object) -> None:
        if statement in str(about[2]):
            raise full

    sa.event.listen(desk.database.engine, "before_cursor_execute", fail)


def test_a_decision_that_cannot_even_be_asked_about_says_so(small_desk: DeskUnderTest) -> None:
    case = waiting(small_desk)
    browser = small_desk.as_(Role.APPROVER, name="Barbara Lis")
    seen = browser.get(address(case))
    refuse(small_desk, "UPDATE staff_session")
    page = told_in_both_languages(browser, lambda: browser.send(seen, "/refuse", refuse_reason=LONG), *NOT_CHANGED)
    assert page.form("/refuse")["refuse_reason"] == LONG


def test_what_the_database_refuses_for_want_of_room_is_told_so(small_desk: DeskUnderTest) -> None:
    browser = small_desk.as_(Role.CLERK)
    refuse(small_desk, "paper_case")
    with capture_logs() as lines:
        answer = browser.get("/")
    assert answer.status == 503
    assert "Tell the operator that the disk is full" in answer.main
    assert "database:full" in [line["event"] for line in lines]


def full_error(database: Database) -> Exception:
    """What SQLite says when it may not grow."""
    with database.transaction() as session:
        session.execute(sa.text("PRAGMA max_page_count=1"))
        too_much = sa.text("CREATE TABLE too_much AS SELECT randomblob(1000000) AS filling")
        with pytest.raises(OperationalError) as found:
            session.execute(too_much)
        session.rollback()
    return found.value
