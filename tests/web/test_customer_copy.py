"""The customer's copy at the counter: printed from what is typed, before the form says that it was handed over (R3)."""

from io import BytesIO

import pytest
from pypdf import PdfReader
from werkzeug.test import TestResponse

from provisioner import office
from provisioner.applications.tables import Application
from provisioner.journal.tables import AuditEntry
from provisioner.staff.roles import Role
from tests.factories import PAPER, recorded
from tests.sealed import PESEL
from tests.web.desk import DeskUnderTest
from tests.web.page import Browser, Page
from tests.web.rows import count
from tests.web.test_bad_input import CORPUS, as_bytes
from tests.web.test_intake import NEW, typed

COPY = "/applications/copy.pdf"


def words(answer: TestResponse) -> str:
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    pages = PdfReader(BytesIO(answer.data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\N{NO-BREAK SPACE}", " ").split())


def printed(browser: Browser, page: Page, **changed: str) -> TestResponse:
    """Press the button beside the tick: the form goes to the address of the copy."""
    button = page.soup.select_one("button[formtarget=_blank]")
    assert button is not None
    return browser.client.post(str(button["formaction"]), data={**page.form(NEW), **typed(page), **changed})


def test_r3_the_copy_is_printed_from_the_form_before_it_is_ticked_and_nothing_is_kept(
    small_desk: DeskUnderTest,
) -> None:
    browser = small_desk.as_(Role.CLERK)
    page = browser.get(NEW)
    button = page.soup.select_one("[data-when='channel=counter'] button")
    assert button is not None
    assert (button["formaction"], button["formtarget"]) == (COPY, "_blank")
    told = words(
        printed(browser, page, copy_handed="", received_on="w", original_location="segregator 9", note="tajne")
    )
    for one in ("Copy of the application", "Żółkiewski", "104233", "23.11.2026", "at the counter", "form 2026-01", "§"):
        assert one in told
    assert "segregator 9" not in told
    assert "tajne" not in told
    assert (count(small_desk.database), count(small_desk.database, AuditEntry)) == (0, 0)


def test_r3_half_a_form_has_a_copy_too(small_desk: DeskUnderTest) -> None:
    browser = small_desk.as_(Role.CLERK)
    page = browser.get(NEW)
    half = {"last_name": "Nowak \N{HIRAGANA LETTER A}", "received_on": "31.2"}
    told = words(browser.client.post(COPY, data={**page.form(NEW), **half}))
    assert "Nowak [?]" in told
    assert "31.2" in told


def test_hostile_texts_are_printed_as_text(small_desk: DeskUnderTest) -> None:
    browser = small_desk.as_(Role.CLERK)
    form = browser.get(NEW).form(NEW)
    fields = (
        "first_name",
        "last_name",
        "street",
        "town",
        "country",
        "email",
        "phone",
        "received_on",
        "channel",
        "edition",
    )
    bad = [as_bytes(text) for text in CORPUS.values()]
    for start in range(0, len(bad), len(fields)):
        told = dict(zip(fields, bad[start:], strict=False))
        assert browser.client.post(COPY, data={**form, **told}).status_code == 200, start


def test_the_copy_of_a_form_tells_no_pesel(small_desk: DeskUnderTest) -> None:
    with small_desk.database.transaction() as session:
        office.change(session, "pesel_asked", "true")
    browser = small_desk.as_(Role.CLERK)
    told = words(printed(browser, browser.get(NEW), pesel=PESEL))
    assert PESEL not in told
    assert told.count(PESEL[-2:]) >= 1


def test_the_copy_of_a_saved_case_is_the_same_sheet_with_its_number(small_desk: DeskUnderTest) -> None:
    with small_desk.database.transaction() as session:
        case = recorded(session, note="tajne")
        case_id, number = case.id, case.number
    browser = small_desk.as_(Role.CLERK)
    link = browser.get(f"/applications/{case_id}").soup.select_one("a[href$='copy.pdf']")
    assert link is not None
    told = words(browser.client.get(str(link["href"])))
    assert f"Copy of the application {number}" in told
    assert "Żółkiewski" in told
    assert "tajne" not in told


def test_a_correction_prints_what_is_typed_into_it(small_desk: DeskUnderTest) -> None:
    with small_desk.database.transaction() as session:
        case = recorded(session).id
    browser = small_desk.as_(Role.CLERK)
    page = browser.get(f"/applications/{case}/edit")
    told = words(browser.client.post(f"/applications/{case}/copy.pdf", data={**page.form("/edit"), "town": "Żukowo"}))
    assert "Żukowo" in told
    with small_desk.database.reading() as session:
        assert session.get_one(Application, case).town == PAPER["town"]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_records_nothing_prints_no_form(small_desk: DeskUnderTest, role: Role) -> None:
    assert small_desk.as_(role).client.post(COPY, data={}).status_code in (400, 403)
