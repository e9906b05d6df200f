"""Notes on a case: colleagues read them in its history, and the customer in a copy of the data."""

from uuid import UUID, uuid4

import pytest

from provisioner.journal import Event
from provisioner.staff.roles import Role
from tests.factories import recorded
from tests.privacy.desk import refused
from tests.web.desk import DeskUnderTest
from tests.web.rows import events

WORDS = "Klient dzwonił: umowę z numerem przyniesie w piątek."


@pytest.fixture
def case(desk: DeskUnderTest) -> UUID:
    with desk.database.transaction() as session:
        return recorded(session).id


def test_a_note_is_written_from_the_case_and_read_in_its_history_by_everybody(desk: DeskUnderTest, case: UUID) -> None:
    clerk = desk.as_(Role.CLERK, name="Celina Clerk")
    assert "Write a note" in clerk.get(f"/applications/{case}").main
    page = clerk.send(clerk.get(f"/cases/{case}/note"), "/note", case_note=WORDS)
    assert "The note stands in the history of the case." in page.text
    told = " ".join(desk.as_(Role.AUDITOR).get(f"/applications/{case}").main.split())
    assert f"Celina Clerk · wrote a note Text of the note: – → {WORDS}" in told


def test_a_case_that_is_over_takes_notes_too(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        over = refused(session)
    approver = desk.as_(Role.APPROVER)
    assert WORDS in approver.send(approver.get(f"/cases/{over}/note"), "/note", case_note=WORDS).main


@pytest.mark.parametrize("typed", [" ", "x" * 2001, "dziwne\ufffdznaki"])
def test_nothing_too_much_and_what_cannot_be_read_are_told_at_the_field_and_kept(
    desk: DeskUnderTest, case: UUID, typed: str
) -> None:
    clerk = desk.as_(Role.CLERK)
    page = clerk.send(clerk.get(f"/cases/{case}/note"), "/note", case_note=typed)
    assert (page.status, page.summary()) == (400, {"case_note": page.field_error("case_note")})
    assert page.title.startswith("Error:")
    assert page.form("/note")["case_note"] == typed
    assert Event.CASE_NOTED not in events(desk.database)


def test_the_same_note_sent_twice_stands_once_and_said_again_later_stands_again(
    desk: DeskUnderTest, case: UUID
) -> None:
    clerk, form = desk.as_(Role.CLERK), f"/cases/{case}/note"
    page = clerk.get(form)
    for words in (WORDS, WORDS, "Przyniósł.", WORDS):
        clerk.send(page, "/note", case_note=words)
    assert events(desk.database).count(Event.CASE_NOTED) == 3


def test_who_may_not_write_sees_no_way_to_it(desk: DeskUnderTest, case: UUID) -> None:
    auditor = desk.as_(Role.AUDITOR)
    assert "Write a note" not in auditor.get(f"/applications/{case}").main
    assert auditor.get(f"/cases/{case}/note").status == 403


def test_a_case_that_does_not_exist_takes_none(desk: DeskUnderTest) -> None:
    assert desk.as_(Role.CLERK).get(f"/cases/{uuid4()}/note").status == 404
