"""Scans brought with a new paper: a code on one fills the form, and with the form they become part of the case."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from provisioner import office
from provisioner.applications.code import coded
from provisioner.drafts.tables import BroughtFile, BroughtPage, Draft
from provisioner.journal import Event
from provisioner.scans.reading import ReadScan
from provisioner.scans.rules import Limits
from provisioner.scans.tables import Scan
from provisioner.staff.roles import Role
from provisioner.web.pages.scans import sent
from tests.aged import bound, printed, rendered
from tests.scanned import EICAR, drawn, pages
from tests.web.desk import DeskUnderTest
from tests.web.page import Browser, Page
from tests.web.rows import count, events, rows
from tests.web.test_from_code import CODE, NEW, OWN, marked
from tests.web.test_intake import typed

BRING, AWAY = "/applications/new/scans", "/applications/new/scans/away"


def bring(browser: Browser, *contents: bytes, page: Page | None = None, **values: str) -> Page:
    """Choose these files in the form of a new paper and have them read."""
    form = (page or browser.get(NEW)).form(NEW) | values
    return browser.post(BRING, data={**form, "scans": [(BytesIO(one), "skan.pdf") for one in contents]})


@pytest.fixture
def as_read(monkeypatch: pytest.MonkeyPatch) -> dict[bytes, ReadScan]:
    """What the reading behind the wall would say of some files, for tests that are not about it."""
    known: dict[bytes, ReadScan] = {}

    def read(content: bytes, limits: Limits, *, issuers: Path | None, codes: bool = False) -> ReadScan:
        return known[content]

    monkeypatch.setattr(sent, "read", read)
    return known


def with_codes(known: dict[bytes, ReadScan], *codes: str, text: str = "Wniosek") -> bytes:
    """A file on which these codes stand."""
    one = drawn(text)
    known[one.content] = ReadScan(one.kind, one.content, one.pages, codes)
    return one.content


def test_the_code_of_a_scan_fills_the_form_and_with_it_the_scan_becomes_part_of_the_case(desk: DeskUnderTest) -> None:
    clerk = desk.as_(Role.CLERK)
    page = bring(clerk, printed(CODE), channel="post", received_on="23.11")
    filled = page.form(NEW)
    assert page.status == 200
    assert {name: filled[name] for name in OWN} == OWN
    assert marked(page) == {*OWN, "email_again"}
    assert (filled["channel"], filled["received_on"]) == ("post", "23.11")
    assert not [name for name in filled if name.startswith("clause-") or name == "regulamin_signed"]
    assert "Scan 1, 1 page" in page.main
    (shown,) = page.soup.select("[data-scan-page] img")
    answer = clerk.client.get(str(shown["src"]))
    assert (answer.status_code, answer.content_type, answer.data[:4]) == (200, "image/webp", b"RIFF")
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    page = clerk.send(page, NEW, button="all_yes", language="pl")
    page = clerk.send(page, NEW, button="open")
    assert "1 scan is added." in page.main
    assert page.soup.select("[data-scan-page] img")
    (scan,) = rows(desk.database, Scan)
    assert scan.pages == 1
    assert Event.SCAN_ADDED in events(desk.database)
    assert (count(desk.database, BroughtFile), count(desk.database, BroughtPage)) == (0, 0)


def test_without_a_code_the_scan_is_kept_and_what_is_typed_stays(
    small_desk: DeskUnderTest, as_read: dict[bytes, ReadScan]
) -> None:
    page = bring(small_desk.as_(Role.CLERK), with_codes(as_read), street="ul. Polna 7")
    assert "No code of our form was found" in page.main
    assert page.form(NEW)["street"] == "ul. Polna 7"
    assert marked(page) == set()
    assert count(small_desk.database, BroughtFile) == 1


def test_of_several_papers_in_a_scan_none_is_taken(small_desk: DeskUnderTest, as_read: dict[bytes, ReadScan]) -> None:
    page = bring(small_desk.as_(Role.CLERK), with_codes(as_read, CODE, coded("2026-01", {**OWN, "last_name": "Inna"})))
    assert "several different codes" in page.main
    assert not page.form(NEW).get("last_name")
    assert count(small_desk.database, BroughtFile) == 1


def test_codes_of_others_on_the_paper_do_not_count(small_desk: DeskUnderTest, as_read: dict[bytes, ReadScan]) -> None:
    page = bring(small_desk.as_(Role.CLERK), with_codes(as_read, "9912345", CODE, "ABC", "1" + CODE[2:]))
    assert page.form(NEW)["last_name"] == "Żółkiewski"


def test_a_damaged_code_beside_a_whole_one_does_not_count(
    small_desk: DeskUnderTest, as_read: dict[bytes, ReadScan]
) -> None:
    page = bring(small_desk.as_(Role.CLERK), with_codes(as_read, CODE[:-5], CODE))
    assert page.form(NEW)["last_name"] == "Żółkiewski"


@pytest.mark.parametrize(("code", "said"), [(CODE[:-5], "damaged or incomplete"), ("W9" + CODE[2:], "A newer version")])
def test_a_code_that_cannot_be_used_is_told_and_the_scan_kept(
    small_desk: DeskUnderTest, as_read: dict[bytes, ReadScan], code: str, said: str
) -> None:
    page = bring(small_desk.as_(Role.CLERK), with_codes(as_read, code))
    assert page.status == 200
    assert said in page.main
    assert "nothing filled" in page.main
    assert count(small_desk.database, BroughtFile) == 1


def test_a_code_fills_nothing_over_other_typing_until_somebody_says_so(
    small_desk: DeskUnderTest, as_read: dict[bytes, ReadScan]
) -> None:
    clerk = small_desk.as_(Role.CLERK)
    page = bring(clerk, with_codes(as_read, CODE), last_name="Nowak")
    assert "Its code says other things than what is typed here" in page.main
    assert (page.form(NEW)["last_name"], page.form(NEW)["paper_code"]) == ("Nowak", CODE)
    page = clerk.post("/applications/from-code", data=page.form(NEW) | {"fill": "1"})
    assert page.form(NEW)["last_name"] == "Żółkiewski"
    assert "Scan 1, 1 page" in page.main


def test_what_is_no_scan_is_told_at_its_field_and_nothing_is_kept(small_desk: DeskUnderTest) -> None:
    page = bring(small_desk.as_(Role.CLERK), pages(count=1), EICAR, street="ul. Polna 7")
    assert page.status == 400
    assert "File 2 is no PDF, JPEG, PNG or TIFF" in page.field_error("scans")
    assert page.summary()["scans"] == page.field_error("scans")
    assert page.form(NEW)["street"] == "ul. Polna 7"
    assert count(small_desk.database, BroughtFile) == 0


def test_a_file_that_was_chosen_but_not_read_is_not_lost_in_silence(small_desk: DeskUnderTest) -> None:
    clerk = small_desk.as_(Role.CLERK)
    form = clerk.get(NEW)
    page = clerk.send(form, NEW, button="open", **typed(form), scans="skan.pdf")
    assert page.status == 400
    assert "chosen but not read" in page.field_error("scans")
    assert page.form(NEW)["last_name"] == "Żółkiewski"


def test_a_scan_is_taken_away_again_and_the_same_file_stands_once(
    small_desk: DeskUnderTest, as_read: dict[bytes, ReadScan]
) -> None:
    clerk = small_desk.as_(Role.CLERK)
    one, two = with_codes(as_read), with_codes(as_read, text="Umowa")
    page = bring(clerk, two, page=bring(clerk, one, one))
    assert [one.get_text(" ", strip=True) for one in page.soup.select(".brought li > span")] == [
        "Scan 1, 1 page", "Scan 2, 1 page",
    ]  # fmt: skip
    first = str(page.soup.select("button[name=away]")[0]["value"])
    page = clerk.post(AWAY, data=page.form(NEW) | {"away": first, "street": "ul. Polna 7"})
    assert page.form(NEW)["street"] == "ul. Polna 7"
    (left,) = rows(small_desk.database, BroughtFile)
    assert (str(left.id) != first, count(small_desk.database, BroughtPage)) == (True, 1)


def test_the_form_comes_back_with_its_scans_and_goes_with_them(
    small_desk: DeskUnderTest, as_read: dict[bytes, ReadScan]
) -> None:
    clerk = small_desk.as_(Role.CLERK)
    bring(clerk, with_codes(as_read))
    page = clerk.get(str(clerk.get("/").soup.select_one("a[href*='draft=']")["href"]))  # type: ignore[index]
    assert "Scan 1, 1 page" in page.main
    (draft,) = rows(small_desk.database, Draft)
    clerk.send(clerk.get("/"), f"/applications/draft/{draft.form_key}/discard")
    assert [count(small_desk.database, table) for table in (Draft, BroughtFile, BroughtPage)] == [0, 0, 0]


@contextmanager
def silent_at(desk: DeskUnderTest, statement: str) -> Iterator[None]:
    """The database goes silent when it comes to this statement."""

    def fail(*about: object) -> None:
        if str(about[2]).startswith(statement):
            raise OperationalError(statement, {}, Exception("database is locked"))

    sa.event.listen(desk.database.engine, "before_cursor_execute", fail)
    yield
    sa.event.remove(desk.database.engine, "before_cursor_execute", fail)


def test_where_the_database_goes_silent_what_is_typed_stays(
    small_desk: DeskUnderTest, as_read: dict[bytes, ReadScan]
) -> None:
    clerk, content = small_desk.as_(Role.CLERK), with_codes(as_read)
    with silent_at(small_desk, "INSERT INTO draft"):
        page = bring(clerk, content, street="ul. Polna 7")
    assert (page.status, page.form(NEW)["street"]) == (503, "ul. Polna 7")
    (one,) = rows(small_desk.database, BroughtFile)
    with silent_at(small_desk, "DELETE FROM brought_page"):
        page = clerk.post(AWAY, data=page.form(NEW) | {"away": str(one.id)})
    assert (page.status, page.form(NEW)["street"]) == (503, "ul. Polna 7")
    assert count(small_desk.database, BroughtFile) == 1


def test_nobody_else_sees_or_removes_what_was_brought(
    small_desk: DeskUnderTest, as_read: dict[bytes, ReadScan]
) -> None:
    page = bring(small_desk.as_(Role.CLERK), with_codes(as_read))
    other = small_desk.as_(Role.CLERK, name="Ewa Inna")
    assert other.client.get(str(page.soup.select("[data-scan-page] img")[0]["src"])).status_code == 404
    (one,) = rows(small_desk.database, BroughtFile)
    other.post(AWAY, data=other.get(NEW).form(NEW) | {"away": str(one.id)})
    assert "Scan 1" not in other.get(f"{NEW}?draft={one.form_key}").main
    assert count(small_desk.database, BroughtFile) == 1


def test_the_very_file_of_another_case_is_told(small_desk: DeskUnderTest, as_read: dict[bytes, ReadScan]) -> None:
    clerk, content = small_desk.as_(Role.CLERK), with_codes(as_read)
    form = bring(clerk, content)
    clerk.send(form, NEW, button="open", **typed(form))
    page = bring(clerk, content)
    assert "This very file is on another case already: 2026/" in page.main


def test_a_form_that_is_a_case_by_now_takes_no_more(small_desk: DeskUnderTest, as_read: dict[bytes, ReadScan]) -> None:
    clerk = small_desk.as_(Role.CLERK)
    form = clerk.get(NEW)
    clerk.send(form, NEW, button="open", **typed(form))
    page = bring(clerk, with_codes(as_read), page=form)
    assert page.status == 409
    assert "is a case already" in page.field_error("scans")
    assert count(small_desk.database, BroughtFile) == 0


def test_no_more_scans_than_a_case_may_have(small_desk: DeskUnderTest, as_read: dict[bytes, ReadScan]) -> None:
    clerk = small_desk.as_(Role.CLERK)
    with small_desk.database.transaction() as session:
        office.put(session, "scans_a_case", 1)
    page = bring(clerk, with_codes(as_read))
    page = bring(clerk, with_codes(as_read, text="Umowa"), page=page)
    assert page.status == 400
    assert "a case has 1 at most" in page.field_error("scans")
    assert count(small_desk.database, BroughtFile) == 1


def test_without_a_file_or_a_known_picture_that_is_said(small_desk: DeskUnderTest) -> None:
    clerk = small_desk.as_(Role.CLERK)
    page = clerk.post(BRING, data={**clerk.get(NEW).form(NEW), "scans": [(BytesIO(), "")]})
    assert "Choose a file" in page.field_error("scans")
    assert clerk.client.get(f"{BRING}/{uuid4()}/pages/1").status_code == 404
    assert clerk.client.get(BRING).headers["Location"] == NEW


def test_two_papers_bound_in_one_file_are_told_apart_for_real(small_desk: DeskUnderTest) -> None:
    one, two = (rendered(printed(coded("2026-01", {**OWN, "phone": phone})))[0] for phone in ("", "+48601234567"))
    page = bring(small_desk.as_(Role.CLERK), bound(one, two))
    assert "several different codes" in page.main
