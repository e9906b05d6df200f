"""What is sealed on a paper: unreadable in the database, bound to its case, revealed on the record, gone before it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import applications, office, privacy
from provisioner.applications.tables import Application
from provisioner.cases import OtherContent, ReasonMissing, moves
from provisioner.cases.grounds import HoldGround
from provisioner.cases.holds import holding
from provisioner.cases.sealed import revealing
from provisioner.cases.sealed.keeping import NoKey, NotOpened, masks, opened
from provisioner.cases.sealed.tables import SealedAnswer
from provisioner.database import Database
from provisioner.entry.masks import UNREADABLE
from provisioner.entry.reader import EntryProblems
from provisioner.journal import Event
from provisioner.journal.keeper import KEEPER
from provisioner.journal.tables import AuditEntry, AuditValue
from provisioner.privacy.copies import copied
from tests.factories import NOW, PRACTICE, TODAY, entry, member, recorded
from tests.journal.desk import keeper
from tests.privacy.desk import said_anywhere
from tests.sealed import MASK, OTHER_PESEL, PESEL, asking, sealed
from tests.together import errors, together

HANDS = 8
SOLE = {"customer_number": "555777", "email": "ewa@example.com", "email_again": "ewa@example.com", "phone": ""}


@pytest.fixture
def database(database_url: str, tmp_path: Path) -> Iterator[Database]:
    """An office that asks for the PESEL, with the key at hand."""
    with asking(database_url, tmp_path) as found:
        yield found


def record(database: Database, pesel: str = PESEL, **changed: Any) -> UUID:
    with database.transaction() as session:
        return sealed(session, pesel, **changed).id


def mask_of(database: Database, case: UUID) -> dict[str, str]:
    with database.reading() as session:
        return masks(session, session.get_one(Application, case))


def correct(database: Database, case: UUID, revision: int = 1, **changed: Any) -> None:
    with database.transaction() as session:
        applications.complete(
            session, case, entry(session, **changed), revision=revision, practice=PRACTICE,
            by=member(session, "Anna Nowak"), at=NOW,
        )  # fmt: skip


def refuse(session: Session, case: UUID) -> None:
    by = member(session, "Barbara Lis")
    applications.refuse(session, case, revision=1, reason="brak podpisu", by=by, at=NOW)


def reveal(database: Database, case: UUID, seen: int = 0, who: str = "Barbara Lis", reason: str = "pyta klient") -> str:
    with database.transaction() as session:
        by = member(session, who)
        return revealing.reveal(session, case, "pesel", reason=reason, seen=seen, by=by, at=NOW)


def count(database: Database, event: Event) -> int:
    with database.reading() as session:
        told = sa.select(sa.func.count()).select_from(AuditEntry).where(AuditEntry.event == event)
        return session.scalars(told).one()


def test_nowhere_in_the_database_does_it_stand_in_clear(database: Database) -> None:
    case = record(database)
    correct(database, case, pesel=OTHER_PESEL)
    assert said_anywhere(database, (PESEL, OTHER_PESEL)) == []
    assert mask_of(database, case) == {"pesel": "•••••••••59"}


def test_an_office_that_does_not_ask_keeps_none(database: Database) -> None:
    with database.transaction() as session:
        office.change(session, "pesel_asked", "false")
        assert recorded(session, pesel=PESEL).sealed == []


def test_a_company_has_none(database: Database) -> None:
    case = record(database, customer_kind="company", company_name="Wodnik sp. z o.o.", nip="8567346215")
    assert mask_of(database, case) == {}


def test_a_row_copied_to_another_case_does_not_open_there(database: Database) -> None:
    mine, theirs = record(database), record(database, OTHER_PESEL, **SOLE)
    with database.transaction() as session:
        stolen = session.get_one(SealedAnswer, (mine, "pesel")).sealed
        session.execute(sa.update(SealedAnswer).where(SealedAnswer.case_id == theirs).values(sealed=stolen))
    with database.reading() as session, pytest.raises(NotOpened):
        opened(session, session.get_one(SealedAnswer, (theirs, "pesel")))
    assert mask_of(database, theirs) == {"pesel": UNREADABLE}


def test_another_key_opens_nothing_and_none_seals_nothing(database: Database, database_url: str) -> None:
    case = record(database)
    other = Database(database_url, info={KEEPER: keeper(key="another key of tests, long enough too")})
    keyless = Database(database_url)
    assert mask_of(other, case) == {"pesel": UNREADABLE}
    with pytest.raises(NoKey):
        record(keyless, **SOLE)
    for one in (other, keyless):
        one.close()


def test_a_correction_that_sends_the_mask_keeps_what_is_there(database: Database) -> None:
    case = record(database)
    correct(database, case, pesel=MASK, street="ul. Leśna 1")
    assert mask_of(database, case) == {"pesel": MASK}
    with database.reading() as session:
        line = session.scalars(sa.select(AuditEntry).where(AuditEntry.event == Event.APPLICATION_CORRECTED)).one()
    assert line.details["changed"] == ["street"]


def test_a_correction_of_it_is_told_and_neither_number_is(database: Database) -> None:
    case = record(database)
    correct(database, case, pesel=OTHER_PESEL)
    correct(database, case, 2, pesel="")
    with database.reading() as session:
        told = session.execute(sa.select(AuditValue.field, AuditValue.before, AuditValue.after).order_by(AuditValue.id))
        assert list(told) == [("pesel", "•••", "•••"), ("pesel", "•••", "")]
    assert mask_of(database, case) == {}


@pytest.mark.parametrize("typed", [MASK, "•••••••••59", "•"])
def test_a_mask_of_nothing_is_a_mistake(database: Database, typed: str) -> None:
    with pytest.raises(EntryProblems, match="pesel:mask"):
        record(database, typed)
    case = record(database, OTHER_PESEL if typed == MASK else PESEL)
    with pytest.raises(EntryProblems, match="pesel:mask"):
        correct(database, case, pesel=typed)
    assert len(mask_of(database, case)) == 1


def test_what_was_recorded_before_the_office_stopped_asking_stays(database: Database) -> None:
    case = record(database)
    with database.transaction() as session:
        office.change(session, "pesel_asked", "false")
    correct(database, case, street="ul. Leśna 1")
    assert mask_of(database, case) == {"pesel": MASK}


def test_equal_ones_are_found_and_others_are_not(database: Database) -> None:
    mine = record(database)
    record(database, OTHER_PESEL, customer_number="555888", street="Leśna 9")
    with database.transaction() as session:
        told = {**SOLE, "first_name": "Ewa", "last_name": "Kos"}
        [found] = applications.alike(session, sealed(session, **told)).cases
        ahead = applications.preview(session, {**told, "customer_kind": "person", "customer_number": "1000",
            "email": "", "pesel": PESEL}, today=TODAY, practice=PRACTICE)  # fmt: skip
    assert (found.id, list(found.equal)) == (mine, ["pesel"])
    assert [list(one.equal) for one in ahead.alike.cases] == [["pesel"], ["pesel"]]


def test_a_reveal_is_on_the_record_and_changes_no_revision(database: Database) -> None:
    case = record(database)
    assert reveal(database, case) == PESEL
    with database.reading() as session:
        line = session.scalars(sa.select(AuditEntry).where(AuditEntry.event == Event.ANSWER_REVEALED)).one()
        assert (line.object_id, line.details) == (str(case), {"fields": ["pesel"]})
        assert [(one.field, one.after) for one in line.values] == [("reveal_reason", "pyta klient")]
        one = session.get_one(Application, case)
        assert (one.revision, moves.conflict(session, one).who) == (1, "Anna Nowak")


@pytest.mark.sweep
def test_of_many_presses_at_once_one_is_answered_and_written_down(database: Database) -> None:
    case = record(database)
    with database.transaction() as session:
        member(session, "Barbara Lis")
    outcomes = together(*([lambda: reveal(database, case)] * HANDS))
    assert errors(outcomes) == [revealing.RevealedMeanwhile] * (HANDS - 1)
    assert count(database, Event.ANSWER_REVEALED) == 1


@pytest.mark.parametrize(
    ("press", "refusal"),
    [
        (lambda database, case: reveal(database, case, seen=1), revealing.RevealedMeanwhile),
        (lambda database, case: reveal(database, case, reason=" "), ReasonMissing),
        (lambda database, case: reveal(database, record(database, "", **SOLE)), revealing.NothingSealed),
    ],
)
def test_a_refused_reveal_leaves_no_line(
    database: Database, press: Callable[[Database, UUID], str], refusal: type[Exception]
) -> None:
    case = record(database)
    with pytest.raises(refusal):
        press(database, case)
    assert count(database, Event.ANSWER_REVEALED) == 0


def test_nobody_sees_more_than_twenty_within_an_hour_and_others_still_do(database: Database) -> None:
    case = record(database)
    for seen in range(revealing.MOST):
        reveal(database, case, seen)
    with pytest.raises(revealing.TooManyRevealed):
        reveal(database, case, revealing.MOST)
    assert reveal(database, case, revealing.MOST, who="Celina Bąk") == PESEL


def test_it_goes_earlier_than_its_case_unless_that_is_held_back_or_open(database: Database) -> None:
    decided, held, open_case = record(database), record(database, **SOLE), record(database, OTHER_PESEL)
    with database.transaction() as session:
        refuse(session, decided)
        refuse(session, held)
        why = holding.Held(HoldGround.CLAIMS, "spór", TODAY + timedelta(days=400))
        holding.hold(session, held, why, by=member(session, "Barbara Lis"), at=NOW)
    for days, gone in ((29, 0), (30, 1), (31, 0)):
        with database.transaction() as session:
            assert privacy.erase_sealed(session, NOW + timedelta(days=days), 25) == gone
    assert [bool(mask_of(database, one)) for one in (decided, held, open_case)] == [False, True, True]
    assert count(database, Event.ANSWERS_ERASED) == 1


def test_it_is_erased_with_its_case_and_told_to_the_person_before(database: Database) -> None:
    case = record(database)
    with database.transaction() as session:
        refuse(session, case)
    with database.reading() as session:
        [copy] = copied(session, "104233", "Józef Żółkiewski")
    assert [row for table, row in copy.rows if table.name == "sealed_answer"] == [{"pesel": PESEL}]
    with database.transaction() as session:
        assert privacy.erase_due(session, NOW + timedelta(days=91), 25) == 1
    with database.reading() as session:
        assert session.scalars(sa.select(SealedAnswer)).all() == []


def test_the_same_form_sent_twice_with_another_number_says_something_else(database: Database) -> None:
    with database.transaction() as session:
        first = sealed(session)
        other = replace(entry(session, pesel=OTHER_PESEL))
        with pytest.raises(OtherContent):
            applications.record(
                session, other, edition=first.edition, practice=PRACTICE, form_key=first.form_key,
                by=member(session, "Anna Nowak"), at=NOW,
            )  # fmt: skip
