"""Letters on the desk: printed together, noted by whoever has them in hand, and taken back from the post."""

from collections.abc import Mapping
from io import BytesIO
from uuid import UUID

import pytest
from pypdf import PdfReader

from provisioner.cases.letters.rules import ReturnReason
from provisioner.cases.letters.tables import SentLetter
from provisioner.journal import Event
from provisioner.staff.roles import Role
from tests.factories import TODAY, recorded
from tests.posted import one_of_each, printed, refused, returned
from tests.web.desk import DeskUnderTest
from tests.web.page import Browser, Page
from tests.web.rows import events, rows

DAY = f"{TODAY:%A} {TODAY.day} {TODAY:%B %Y}"
LETTER = "letter-"
PREPARE, PDF, NOTE = "/letters/print", "/letters/print.pdf", "/letters/printed"


@pytest.fixture
def browser(desk: DeskUnderTest) -> Browser:
    return desk.as_(Role.CLERK, name="Celina Clerk")


@pytest.fixture
def two(desk: DeskUnderTest) -> tuple[str, str]:
    """A case that was returned and one that was refused, by their ids."""
    with desk.database.transaction() as session:
        return str(returned(session).id), str(refused(session, customer_number="500003").id)


@pytest.fixture
def letter(desk: DeskUnderTest) -> SentLetter:
    with desk.database.transaction() as session:
        case = returned(session).id
    return printed(desk.database, case)[0]


def letters(form: Mapping[str, str]) -> list[str]:
    """The cases whose letters a form asks for."""
    return [name.removeprefix(LETTER) for name in form if name.startswith(LETTER)]


def only(page: Page, action: str, *case_ids: str) -> dict[str, str]:
    """What a browser sends where no other letter is ticked."""
    form = page.form(action)
    rest = {name: value for name, value in form.items() if not name.startswith(LETTER)}
    return rest | {LETTER + one: form.get(LETTER + one, "1") for one in case_ids}


def test_all_letters_of_all_papers_are_printed_as_one_file_and_noted_afterwards(
    desk: DeskUnderTest, browser: Browser
) -> None:
    one_of_each(desk.database)
    page = browser.get("/letters")
    assert "Call for completion 3 letters" in page.main
    assert "Confirmation that an account has ended 1 letter" in page.main
    batch = browser.send(page, PREPARE)
    assert batch.title.startswith("Printing: 8 letters")
    made = browser.client.post(PDF, data=batch.form(PDF))
    assert (made.status_code, made.mimetype) == (200, "application/pdf")
    pages = [one.extract_text() for one in PdfReader(BytesIO(made.data)).pages]
    assert len(pages) == 8
    numbers = [str(one.get_text()) for one in batch.soup.select(".tally .number")]
    assert all(f"{number} " in text for number, text in zip(numbers, pages, strict=True)), "in the order of the list"
    assert rows(desk.database, SentLetter) == [], "nothing is noted before somebody says so"
    done = browser.send(batch, NOTE)
    assert "Noted as printed: 8 letters." in done.text
    assert "No letter waits to be printed." in done.main
    assert events(desk.database).count(Event.LETTER_PRINTED) == 8


def test_what_is_unticked_stays_on_the_list(desk: DeskUnderTest, browser: Browser, two: tuple[str, str]) -> None:
    batch = browser.post(PREPARE, data=only(browser.get("/letters"), PREPARE, two[0]))
    page = browser.send(batch, NOTE)
    assert "Celina Clerk · printed the letter: call for completion" in page.main, "one letter leads back to its case"
    assert "call for completion printed today" in page.main, "on the card of letters"
    assert letters(browser.get("/letters").form(PREPARE)) == [two[1]]


@pytest.mark.parametrize("ticked", [[], ["x"], ["0" * 32]])
def test_p10_without_a_letter_nothing_is_printed(browser: Browser, two: tuple[str, str], ticked: list[str]) -> None:
    page = browser.post(PREPARE, data=only(browser.get("/letters"), PREPARE, *ticked))
    assert (page.status, page.title) == (400, "Error: Letters to print – iBOK accounts")
    assert "Tick at least one letter" in page.main


def test_letters_that_a_colleague_has_noted_are_neither_noted_again_nor_printed(
    desk: DeskUnderTest, browser: Browser, two: tuple[str, str]
) -> None:
    batch = browser.send(browser.get("/letters"), PREPARE)
    printed(desk.database, *map(UUID, two), by="Zofia Mazur")
    for action in (NOTE, PDF):
        page = browser.send(batch, action)
        assert (page.status, "these letters are others by now" in page.main) == (409, True)
    assert len(rows(desk.database, SentLetter)) == len(two)


def test_p10_a_file_that_is_another_by_now_is_not_noted(
    desk: DeskUnderTest, browser: Browser, two: tuple[str, str]
) -> None:
    batch = browser.send(browser.get("/letters"), PREPARE)
    assert browser.send(batch, NOTE, digest="0" * 64).status == 409
    assert browser.post(NOTE, data=only(batch, NOTE, two[0])).status == 409
    assert rows(desk.database, SentLetter) == []


def test_a_letter_that_cannot_be_printed_is_named_and_the_others_stay_ticked(
    desk: DeskUnderTest, browser: Browser, two: tuple[str, str]
) -> None:
    with desk.database.transaction() as session:
        bad = returned(session, missing="李", customer_number="500004")
    page = browser.send(browser.get("/letters"), PREPARE)
    assert (page.status, f"fonts do not have: {bad.number}." in page.main) == (409, True)
    assert sorted(letters(page.form(PREPARE))) == sorted(two)


def test_a_letter_that_came_back_opens_a_task_that_is_settled_with_what_was_done(
    desk: DeskUnderTest, browser: Browser, letter: SentLetter
) -> None:
    page = browser.get(f"/letters/{letter.id}")
    page = browser.send(page, "/return", returned_on="d", returned_reason="moved")
    assert "call for completion" in page.main
    assert f"came back on {DAY}: addressee has moved" in page.main
    assert "noted that a letter came back: call for completion, addressee has moved" in page.main
    listed = browser.get("/letters")
    assert "1 letter came back" in listed.text, "in the navigation"
    assert "Letters that came back" in listed.main
    page = browser.get(f"/letters/{letter.id}")
    page = browser.send(page, "/settle", return_outcome="Nowy adres od klienta, list wydrukowany ponownie.")
    assert "What was done: Nowy adres od klienta" in page.main
    assert "Letters that came back" not in browser.get("/letters").main


def test_p10_mistakes_about_a_return_are_told_at_their_fields_and_what_was_typed_stays(
    desk: DeskUnderTest, browser: Browser, letter: SentLetter
) -> None:
    page = browser.send(browser.get(f"/letters/{letter.id}"), "/return", returned_on="31.02", returned_reason="")
    assert (page.status, list(page.summary())) == (400, ["returned_on", "returned_reason"])
    assert page.field_error("returned_reason") == "Choose why the letter came back"
    assert page.form("/return")["returned_on"] == "31.02"
    page = browser.send(page, "/return", returned_on="d", returned_reason="refused")
    page = browser.send(browser.get(f"/letters/{letter.id}"), "/settle", return_outcome=" ")
    assert (page.status, list(page.summary())) == (400, ["return_outcome"])
    page = browser.send(page, "/settle", return_outcome="dziwne\ufffdznaki")
    assert (page.status, page.form("/settle")["return_outcome"]) == (400, "dziwne\ufffdznaki")
    assert rows(desk.database, SentLetter)[0].returned_reason is ReturnReason.REFUSED


def test_a_colleague_who_was_faster_is_told(desk: DeskUnderTest, browser: Browser, letter: SentLetter) -> None:
    page = browser.get(f"/letters/{letter.id}")
    for _ in range(2):
        last = browser.send(page, "/return", returned_on="d", returned_reason="moved")
    assert (last.status, "A colleague was faster" in last.main) == (409, True)


def test_who_may_not_send_letters_reads_of_them(desk: DeskUnderTest, letter: SentLetter) -> None:
    auditor = desk.as_(Role.AUDITOR)
    page = auditor.get("/letters")
    assert (page.status, page.soup.select("[type=checkbox]")) == (200, [])
    case = auditor.get(f"/applications/{letter.case_id}")
    assert "call for completion" in case.main
    assert not case.has_form(PREPARE)
    assert "Note a return" not in case.main
    assert auditor.get(f"/letters/{letter.id}").status == 403


def test_a_letter_goes_by_e_mail_where_the_paper_came_from_there(desk: DeskUnderTest, browser: Browser) -> None:
    with desk.database.transaction() as session:
        case = returned(session, channel="email", copy_handed="").id
        at_the_counter = returned(session, customer_number="500004").id
    assert not browser.get(f"/applications/{at_the_counter}").has_form("/letters/mail/")
    page = browser.get(f"/applications/{case}")
    assert "Send to jozef@example.com" in page.main
    refused = browser.send(page, "/letters/mail/")
    assert (refused.status, "Compare the address" in refused.main) == (400, True)
    sent = browser.send(page, "/letters/mail/", compared="yes")
    assert "had the letter sent by e-mail: call for completion" in sent.main
    assert "call for completion about to leave by e-mail" in sent.main
    assert not sent.has_form("/letters/mail/")
    again = browser.send(page, "/letters/mail/", compared="yes")
    assert (again.status, "waits to be sent already" in again.main) == (409, True)


@pytest.mark.parametrize(("status", "said"), [("recorded", "owes no letter"), ("incomplete", "print the letter")])
def test_what_stands_against_a_mail_is_told(desk: DeskUnderTest, browser: Browser, status: str, said: str) -> None:
    with desk.database.transaction() as session:
        case = returned(session).id if status == "incomplete" else recorded(session).id
    page = browser.get("/letters")
    form = {"csrf_token": str(page.soup.select_one("[name=csrf_token]")["value"])}  # type: ignore[index]
    answer = browser.post(f"/letters/mail/{case}", data=form)
    assert (answer.status, said in answer.main) == (409, True)
