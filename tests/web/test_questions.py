"""What is possible but rarely meant comes back with a question and a tick; nothing typed is lost (R4)."""

from bs4 import Tag

from provisioner.applications.tables import Application
from provisioner.staff.roles import Role
from tests.web.desk import DeskUnderTest
from tests.web.page import Page
from tests.web.rows import count, rows
from tests.web.test_case import address, approver, waiting
from tests.web.test_intake import NEW, fill, typed


def tick(page: Page, name: str) -> Tag:
    """The box beside a field."""
    found = page.soup.find(id=name)
    assert isinstance(found, Tag), f"no box {name}"
    return found


def test_a_case_that_would_be_overdue_at_once_is_saved_after_the_tick(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)
    page = fill(browser, received_on="2.11", document_date="", last_name="Kos")
    assert (page.status, count(desk.database)) == (400, 0)
    assert page.field_error("received_on").startswith("With this date the deadline has already passed")
    assert (page.form(NEW)["received_on"], page.form(NEW)["last_name"]) == ("2.11", "Kos")
    assert "Yes, received on Monday 2 November 2026" in page.main
    assert "received_on_sure" not in page.form(NEW)
    page = browser.send(page, NEW, received_on_sure=str(tick(page, "received_on_sure")["value"]))
    assert "Saved 2026/000001." in page.text
    assert str(rows(desk.database, Application)[0].received_on) == "2026-11-02"


def test_the_tick_stays_while_something_else_is_wrong_and_goes_with_another_day(small_desk: DeskUnderTest) -> None:
    browser = small_desk.as_(Role.CLERK)
    late = {"received_on": "2.11", "document_date": "", "received_on_sure": "2026-11-02"}
    page = fill(browser, postcode="x", **late)
    assert page.form(NEW)["received_on_sure"] == "2026-11-02"
    page = fill(browser, postcode="x", **{**late, "received_on": "3.11"})
    assert "received_on_sure" not in page.form(NEW)
    assert tick(page, "received_on_sure")["value"] == "2026-11-03"
    page = fill(browser, postcode="x", **{**late, "received_on": "23.11"})
    assert page.soup.find(id="received_on_sure") is None


def test_a_tick_with_nonsense_in_it_confirms_nothing(small_desk: DeskUnderTest) -> None:
    browser = small_desk.as_(Role.CLERK)
    for forged in ("yes", "2026-99-99", "<script>"):
        page = fill(browser, received_on="2.11", document_date="", received_on_sure=forged)
        assert page.status == 400
        assert tick(page, "received_on_sure")["value"] == "2026-11-02"


def test_the_correction_asks_the_same(desk: DeskUnderTest) -> None:
    case, browser = waiting(desk), approver(desk)
    page = browser.send(browser.get(address(case, "edit")), "/edit", received_on="2.11", document_date="")
    assert page.field_error("received_on").startswith("With this date the deadline has already passed")
    page = browser.send(page, "/edit", received_on_sure="2026-11-02", date_reason="stempel")
    assert "Saved 2026/000001." in page.text
    page = browser.send(browser.get(address(case, "edit")), "/edit", town="Gdynia")
    assert "Saved 2026/000001." in page.text, "what stood before is not asked about again"


def test_a_completion_is_asked_about_or_refused_at_its_own_field(desk: DeskUnderTest) -> None:
    case, browser = waiting(desk), approver(desk)
    browser.send(browser.get(address(case)), "/return", missing="Brak podpisu")
    page = browser.get(address(case, "edit"))
    early = browser.send(page, "/edit", completed_on="22.11")
    assert early.field_error("completed_on") == "The completion cannot have arrived before the application"
    late = browser.send(page, "/edit", received_on="2.10", document_date="", completed_on="2.11")
    assert "Yes, the completion arrived on Monday 2 November 2026" in late.main
    assert "Saved" in browser.send(late, "/edit", completed_on_sure="2026-11-02", date_reason="stempel").text


def test_27_11_typed_three_days_before_is_not_last_years(small_desk: DeskUnderTest) -> None:
    browser = small_desk.as_(Role.CLERK)
    page = browser.send(browser.get(NEW), NEW, **typed(browser.get(NEW), received_on="27.11"))
    assert page.field_error("received_on") == "This day has not come yet"


def test_one_name_is_confirmed_once_and_a_correction_does_not_ask_again(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)
    page = fill(browser, first_name="", last_name="Suharto")
    assert page.field_error("first_name").startswith("Write the first name and the surname, or tick")
    page = browser.send(page, NEW, first_name_sure="yes")
    assert "Saved 2026/000001." in page.text
    case = rows(desk.database, Application)[0].id
    page = browser.get(address(case, "edit"))
    assert page.form("/edit")["first_name_sure"] == "yes"
    assert "Saved 2026/000001." in browser.send(page, "/edit", town="Gdynia").text


def test_a_foreign_company_without_a_number_is_kept_with_its_address(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)
    abroad = {"street": "Bahnhofstrasse 1", "postcode": "", "town": "Vaduz", "country": "Liechtenstein"}
    company = {"customer_kind": "company", "company_name": "Wasser AG", "first_name": "", "last_name": ""}
    page = fill(browser, **abroad, **company)
    assert list(page.summary()) == ["nip"]
    page = browser.send(page, NEW, nip_sure="yes")
    assert "Bahnhofstrasse 1, Vaduz, Liechtenstein" in page.main
