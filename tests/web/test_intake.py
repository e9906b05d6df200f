"""A clerk keys in a paper application (R1–R4): words before saving, everything kept on errors, saved once."""

import unicodedata

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from provisioner import office
from provisioner.applications.rules import Answer
from provisioner.applications.tables import Application
from provisioner.cases.channels import PAPER_CHANNELS, Channel
from provisioner.cases.status import CaseStatus
from provisioner.forms.tables import Clause, FormEdition
from provisioner.journal.events import Event
from provisioner.staff.roles import Role
from tests.factories import PAPER, TODAY
from tests.web.desk import DeskUnderTest
from tests.web.page import Browser, Page
from tests.web.rows import count, events, rows

NEW = "/applications/new"


def typed(page: Page, **changed: str) -> dict[str, str]:
    """A complete paper, typed into the fields that the page really has."""
    names = {str(control.get("name")) for control in page.form_tag(NEW).find_all(["input", "textarea"])}
    assert set(PAPER) <= names
    clauses = {name: "accepted" for name in names if name.startswith("clause-")}
    return {**PAPER, **clauses, **changed}


def fill(browser: Browser, button: str = "open", **changed: str) -> Page:
    page = browser.get(NEW)
    return browser.send(page, NEW, button=button, **typed(page, **changed))


def test_a_complete_application_is_saved_and_opened(desk: DeskUnderTest) -> None:
    page = fill(desk.as_(Role.CLERK))
    assert page.status == 200
    assert "Saved 2026/000001." in page.text
    assert page.response.request.path.startswith("/applications/")
    saved = rows(desk.database, Application)[0]
    assert (saved.status, saved.last_name, saved.reserved_login) == (CaseStatus.RECORDED, "Żółkiewski", "104233")
    assert events(desk.database) == [Event.APPLICATION_RECORDED]


def test_save_and_next_gives_an_empty_form_with_a_link_to_the_saved_case(desk: DeskUnderTest) -> None:
    page = fill(desk.as_(Role.CLERK), button="next")
    assert page.response.request.path == NEW
    assert "Saved 2026/000001." in page.text
    assert page.soup.find("a", string="Open the case")
    assert page.form(NEW)["customer_number"] == ""


@pytest.mark.parametrize("channel", PAPER_CHANNELS)
def test_r1_every_channel_is_recorded_with_its_dates(desk: DeskUnderTest, channel: Channel) -> None:
    copy = "yes" if channel is Channel.COUNTER else ""
    fill(desk.as_(Role.CLERK), channel=channel, copy_handed=copy)
    saved = rows(desk.database, Application)[0]
    assert saved.channel is channel
    assert [str(day) for day in (saved.document_date, saved.received_on, saved.clock_from)] == [
        "2026-11-20", "2026-11-23", "2026-11-23",
    ]  # fmt: skip


def test_r3_at_the_counter_nobody_leaves_without_a_copy(desk: DeskUnderTest) -> None:
    page = fill(desk.as_(Role.CLERK), copy_handed="")
    assert page.field_error("copy_handed").startswith("Hand the customer a copy")
    assert count(desk.database) == 0


@pytest.mark.parametrize("channel", [Channel.POST, Channel.EMAIL])
def test_r3_elsewhere_no_copy_is_handed_over(desk: DeskUnderTest, channel: Channel) -> None:
    page = fill(desk.as_(Role.CLERK), channel=channel, copy_handed="yes")
    assert page.field_error("copy_handed").startswith("Untick the copy")


def test_a_refused_clause_is_recorded_not_corrected(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)
    page = browser.get(NEW)
    answers = typed(page)
    clause = sorted(name for name in answers if name.startswith("clause-"))[0]
    page = browser.send(page, NEW, **{**answers, clause: "refused"})
    assert [a.answer for a in rows(desk.database, Application)[0].answers].count(Answer.REFUSED) == 1
    assert "clause 1 refused" in page.main


def test_before_saving_the_deadline_and_the_login_are_said_in_words(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        office.close(session, TODAY.replace(day=25), "inwentaryzacja")
    page = fill(desk.as_(Role.CLERK), button="preview", received_on="22.11", channel="email", copy_handed="")
    assert count(desk.database) == 0
    assert "by the end of Thursday 3 December 2026" in page.main
    assert "office closed: inwentaryzacja" in page.main
    assert "Sat 28 Nov skipped: Saturday" in page.main
    assert "counted as received on Monday 23 November 2026" in page.main
    assert page.soup.find(class_="login").get_text() == "104233"  # type: ignore[union-attr]
    assert page.form(NEW)["last_name"] == "Żółkiewski"


def test_the_script_gets_the_same_words_as_a_part_of_a_page(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)
    page = browser.get(NEW)
    part = browser.post("/applications/preview", data=page.form(NEW) | {"received_on": "d", "channel": "counter"})
    assert "by the end of Thursday 3 December 2026" in part.text
    assert part.soup.find("html") is None


def test_only_what_may_be_left_empty_is_called_optional(small_desk: DeskUnderTest) -> None:
    page = small_desk.as_(Role.CLERK).get("/applications/new")
    optional = {str(label["for"]) for label in page.soup.find_all("label") if "(optional)" in label.get_text()}
    required = {"received_on", "customer_number", "first_name", "last_name", "street", "postcode", "town", "email"}
    assert {"document_date", "phone", "original_location", "note"} <= optional
    assert not optional & (required | {"email_again", "company_name", "nip", "attorney_name"})


def test_errors_are_summed_up_linked_and_told_at_the_field(desk: DeskUnderTest) -> None:
    page = fill(desk.as_(Role.CLERK), received_on="31.02.2026", email_again="jozef@example.org", nip="x")
    assert page.status == 400
    assert page.title.startswith("Error:")
    assert list(page.summary()) == ["received_on", "email_again"]
    for control, said in page.summary().items():
        assert page.field_error(control) == said
    main = page.soup.find("main")
    assert main
    assert main.find("div", id="summary", attrs={"tabindex": "-1", "autofocus": True})
    assert count(desk.database) == 0


def test_an_error_of_a_choice_links_to_its_first_answer(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)
    page = browser.send(browser.get(NEW), NEW, button="open")
    assert "channel-0" in page.summary()
    assert page.field_error("channel-0") == "Choose how the application was filed"


def test_everything_typed_is_kept_when_something_is_wrong(desk: DeskUnderTest) -> None:
    page = fill(desk.as_(Role.CLERK), postcode="8330", note="line one\nline two")
    kept = page.form(NEW)
    wanted = typed(page, postcode="8330", note="line one\nline two")
    assert {name: kept.get(name, "") for name in wanted} == wanted


def test_the_same_form_sent_twice_is_one_application(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)
    page = browser.get(NEW)
    first, second = (browser.send(page, NEW, **typed(page)) for _ in range(2))
    assert count(desk.database) == 1
    assert first.response.request.path == second.response.request.path


def test_the_same_form_with_other_content_is_shown_never_swallowed(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)
    form = browser.get(NEW)
    browser.send(form, NEW, **typed(form))
    again = browser.send(form, NEW, **typed(form) | {"street": "ul. Leśna 1"})
    assert again.status == 409
    assert "2026/000001" in again.main
    assert again.form(NEW)["street"] == "ul. Leśna 1"
    assert [row.street for row in rows(desk.database, Application)] == ["ul. Polna 7 m. 2"]


def test_while_the_database_is_silent_everything_typed_stays(small_desk: DeskUnderTest) -> None:
    browser = small_desk.as_(Role.CLERK)
    page = browser.get(NEW)
    small_desk.break_writing(OperationalError("x", {}, Exception("database is locked")))
    page = browser.send(page, NEW, **typed(page))
    assert page.status == 503
    assert "Everything typed is still here." in page.main
    assert page.form(NEW)["last_name"] == "Żółkiewski"


def test_a_company_with_its_attorney(desk: DeskUnderTest) -> None:
    fill(
        desk.as_(Role.CLERK), customer_kind="company", company_name="Wspólnota Gdańska 15", nip="PL 638-100-20-15",
        first_name="", last_name="", filed_by="attorney", attorney_name="Jolanta Czapiewska",
    )  # fmt: skip
    saved = rows(desk.database, Application)[0]
    assert (saved.display_name, saved.nip, saved.attorney_name) == (
        "Wspólnota Gdańska 15", "6381002015", "Jolanta Czapiewska",
    )  # fmt: skip


def test_without_a_form_edition_the_page_says_what_to_do(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        session.execute(sa.delete(Clause))
        session.execute(sa.delete(FormEdition))
    page = desk.as_(Role.CLERK).get(NEW)
    assert page.status == 503
    assert "provisioner form load" in page.main


def test_accents_typed_apart_are_saved_as_one_letter(desk: DeskUnderTest) -> None:
    fill(desk.as_(Role.CLERK), last_name=unicodedata.normalize("NFD", "Źdźbło-Żuk"), town="Łódź")
    saved = rows(desk.database, Application)[0]
    assert (saved.last_name, saved.name_key) == (unicodedata.normalize("NFC", "Źdźbło-Żuk"), "zdzblo-zuk jozef")
