"""The journal for auditors: every line with its names and numbers, found by filters, saved as a file (P8)."""

import csv
import io
import zipfile
from datetime import timedelta

import pytest
import sqlalchemy as sa

from provisioner import administration, journal, staff
from provisioner.audit.lines import PAGE
from provisioner.database import Database
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry
from provisioner.staff.roles import Role
from tests.factories import NOW, approved, member, recorded
from tests.web.desk import DeskUnderTest
from tests.web.page import Browser, Page
from tests.web.rows import events
from tests.web.test_case import address, approver, waiting


def auditor(desk: DeskUnderTest) -> Browser:
    return desk.as_(Role.AUDITOR, name="Ewa Rewizor")


def lines(page: Page) -> list[list[str]]:
    """The cells of each line on the page."""
    rows = page.soup.select(".journal tbody tr")
    return [[" ".join(cell.get_text(" ").split()) for cell in row.find_all(["th", "td"])] for row in rows]


def test_a_line_says_when_who_what_and_leads_to_the_case(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        account = approved(session)
    page = auditor(desk).get("/journal")
    assert [line[2] for line in lines(page)] == ["approved the application", "recorded the application"]
    newest = lines(page)[0]
    assert (newest[1], newest[3]) == ("Barbara Lis", "application 2026/000001")
    assert page.soup.select_one(f'.journal a[href$="{account.case_id}"]')


def test_old_and_new_values_stand_under_the_line(desk: DeskUnderTest) -> None:
    case, browser = waiting(desk), approver(desk)
    browser.send(browser.get(address(case, "edit")), "/edit", phone="602 000 111")
    assert "Phone: 601 234 567 → 602 000 111" in lines(auditor(desk).get("/journal"))[0][2]


@pytest.mark.parametrize(
    "asked, found",
    [
        ({"what": "application:approved"}, ["approved the application"]),
        ({"what": "no:such-thing"}, "all"),
        ({"kind": "office"}, []),
        ({"kind": "application", "what": "application:recorded"}, ["recorded the application"] * 2),
        ({"case": "2026/000002"}, ["recorded the application"]),
        ({"who": "worker"}, []),
        ({"who": "Robert'); DROP TABLE"}, "all"),
        ({"first": "24.11.2026", "last": "24.11.2026"}, "all"),
        ({"first": "25.11.2026"}, []),
        ({"last": "23.11"}, []),
    ],
)
def test_lines_are_found_by_who_what_when_kind_and_case(
    desk: DeskUnderTest, asked: dict[str, str], found: list[str] | str
) -> None:
    with desk.database.transaction() as session:
        approved(session)
        recorded(session, customer_number="104299")
    said = [line[2] for line in lines(auditor(desk).get("/journal", query_string=asked))]
    assert said == (["recorded the application", "approved the application", "recorded the application"]
                    if found == "all" else found)  # fmt: skip


def test_all_changes_of_one_setting_are_found_from_its_own_page_and_by_the_filter(small_desk: DeskUnderTest) -> None:
    values = {"unused_days": (30, 60), "reissues_a_day": (2, 3)}
    with small_desk.database.transaction() as session:
        for name in values:
            for at, value in enumerate(values[name]):
                administration.set_rule(session, name, value, actor=journal.OPERATOR, at=NOW + timedelta(minutes=at))
    browser = auditor(small_desk)
    link = browser.get("/settings/unused_days").soup.find("a", string="All changes in the journal")
    assert link is not None
    page = browser.get(str(link["href"]))
    assert [line[2].partition(":")[2].strip() for line in lines(page)] == ["30 days → 60 days", "60 days → 30 days"]
    assert page.form("/journal")["setting"] == "unused_days"
    assert len(lines(browser.get("/journal", query_string={"setting": "no_such_setting"}))) == 4


def test_one_persons_lines_are_found_by_that_person(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        approved(session)
        lis = member(session, "Barbara Lis").id
    page = auditor(desk).get("/journal", query_string={"who": str(lis)})
    assert {line[1] for line in lines(page)} == {"Barbara Lis"}
    assert page.form("/journal")["who"] == str(lis)


@pytest.mark.parametrize(
    "asked, field, message",
    [
        ({"first": "31.02"}, "first", "Write a real day, like 27.11.2026 or 27.11"),
        ({"first": "3.11", "last": "2.11"}, "last", "This day lies before the first one"),
        ({"case": "2026/999999"}, "case", "No application has this number"),
    ],
)
def test_what_cannot_be_read_is_told_at_its_field_and_kept(
    small_desk: DeskUnderTest, asked: dict[str, str], field: str, message: str
) -> None:
    page = auditor(small_desk).get("/journal", query_string=asked)
    assert page.field_error(field) == message
    assert page.form("/journal")[field] == asked[field]
    assert lines(page) == []


def test_a_long_journal_goes_on_page_after_page_and_loses_no_line(desk: DeskUnderTest) -> None:
    fill(desk.database, PAGE * 2 + 7)
    browser, seen, address_of_more = auditor(desk), 0, "/journal?what=setting%3Achanged"
    while address_of_more:
        page = browser.get(address_of_more)
        seen += len(lines(page))
        more = page.soup.select_one(".more a")
        address_of_more = str(more["href"]) if more else ""
    assert seen == PAGE * 2 + 7


def fill(database: Database, many: int) -> None:
    with database.transaction() as session:
        for number in range(many):
            journal.record(
                session, Event.SETTING_CHANGED, at=NOW - timedelta(minutes=number), actor=journal.OPERATOR,
                object_type="office", object_id="deadline_last_day",
            )  # fmt: skip


def exported(browser: Browser, kind: str, **asked: str) -> bytes:
    page = browser.get("/journal", query_string=asked)
    data = page.form("/journal/export") | {"kind_of_file": kind}
    answer = browser.client.post("/journal/export", data=data)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert "attachment" in answer.headers["Content-Disposition"]
    return bytes(answer.data)


def test_the_file_holds_every_line_asked_for_and_its_taking_is_noted(desk: DeskUnderTest) -> None:
    fill(desk.database, PAGE * 2 + 7)
    browser = auditor(desk)
    text = exported(browser, "csv", what="setting:changed").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert len(rows) == 1 + PAGE * 2 + 7
    assert rows[1][2:7] == ["operator", "changed a setting of the office", "setting:changed",
                            "office settings and calendar", "deadline_last_day"]  # fmt: skip
    assert events(desk.database)[-1] is Event.JOURNAL_EXPORTED
    assert "saved the journal as a file" in lines(browser.get("/journal"))[0][2]


def test_no_value_becomes_a_formula(desk: DeskUnderTest) -> None:
    case, browser = waiting(desk), approver(desk)
    browser.send(browser.get(address(case, "edit")), "/edit", note="=1+1")
    text = exported(auditor(desk), "csv").decode("utf-8-sig")
    assert '"\'=1+1"' in text
    book = zipfile.ZipFile(io.BytesIO(exported(auditor(desk), "xlsx")))
    assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize("role", [Role.CLERK, Role.APPROVER, Role.ADMINISTRATOR])
def test_others_do_not_meet_the_journal_and_their_asking_is_noted(desk: DeskUnderTest, role: Role) -> None:
    browser = desk.as_(role, name="Jan Ciekawy")
    assert "/journal" not in str(browser.get("/").soup.find("nav"))
    assert browser.client.get("/journal").status_code == 403
    newest = lines(auditor(desk).get("/journal"))[0]
    assert (newest[1], newest[2]) == ("Jan Ciekawy", "asked for something that their role does not allow")
    with desk.database.reading() as session:
        assert session.scalars(sa.select(AuditEntry.details).order_by(AuditEntry.seq.desc())).first() == {
            "action": "audit"
        }


def test_a_person_who_signed_in_is_named_as_what_the_line_is_about(small_desk: DeskUnderTest) -> None:
    with small_desk.database.transaction() as session:
        staff.signed_in(session, issuer="i", subject="s", name="Adam Nowy", at=NOW)
    newest = lines(auditor(small_desk).get("/journal"))[0]
    assert (newest[1], newest[2], newest[3]) == ("Adam Nowy", "signed in", "member of staff Adam Nowy")
