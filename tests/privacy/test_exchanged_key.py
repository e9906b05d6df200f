"""What was sealed and erased under a former key of the journal is read, found and known again under the new one."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa

from provisioner import applications, journal, office, privacy
from provisioner.accounts.delivery.marks import Sent, mark_of, sent_by
from provisioner.applications.tables import Application
from provisioner.cases.sealed.keeping import masks, opened
from provisioner.cases.sealed.resealing import reseal, under_former_keys
from provisioner.cases.sealed.tables import SealedAnswer
from provisioner.cli import exchanging
from provisioner.cli.preflight import desk as preflight
from provisioner.cli.preflight.finding import Fault, Warned
from provisioner.database import Database
from provisioner.journal.keeper import KEEPER
from provisioner.logins.register import next_free
from provisioner.privacy.remembered import LIST, read
from tests.factories import NOW, PRACTICE, entry, member
from tests.journal.desk import KEY, NEWER, knowing
from tests.privacy.desk import LATER, ended, erasing
from tests.privacy.test_again import backed_up
from tests.sealed import MASK, PESEL, asking, sealed
from tests.together import errors, together

MANY = 5
OTHERS = {"customer_number": "555777", "email": "ewa@example.com", "email_again": "ewa@example.com", "phone": ""}


@pytest.fixture
def former(database_url: str, tmp_path: Path) -> Iterator[Database]:
    """A desk that knows the former key alone."""
    with asking(database_url, tmp_path) as found:
        yield found


@pytest.fixture
def both(former: Database, database_url: str, tmp_path: Path) -> Iterator[Database]:
    """The same desk, started anew with both."""
    folder = tmp_path / "apart" / "erasures.jsonl"
    found = Database(database_url, info={KEEPER: knowing(KEY, NEWER, folder=tmp_path / "anchors"), LIST: folder})
    yield found
    found.close()


def record(database: Database, number: int, pesel: str = PESEL) -> UUID:
    with database.transaction() as session:
        return sealed(session, pesel, customer_number=str(200_000 + number)).id


def left(database: Database) -> int:
    with database.reading() as session:
        return under_former_keys(session)


def alike(database: Database) -> list[str]:
    """What a case that is new has in common with others, on its page and while it is typed."""
    with database.transaction() as session:
        told = {**OTHERS, "first_name": "Ewa", "last_name": "Kos"}
        typed = {**told, "customer_kind": "person", "customer_number": "1000", "email": "", "pesel": PESEL}
        ahead = applications.preview(session, typed, today=NOW.date(), practice=PRACTICE)
        found = applications.alike(session, sealed(session, PESEL, **told)).cases
        session.rollback()
    return [like for case in (*found, *ahead.alike.cases) for like in case.equal]


def test_sealed_answers_are_read_and_found_before_in_the_middle_and_afterwards(
    former: Database, both: Database
) -> None:
    cases = [record(former, number) for number in range(MANY)]
    equal = ["pesel"] * (2 * MANY)
    assert (alike(both), left(both)) == (equal, 0)
    with both.transaction() as session:
        journal.exchange(session, at=NOW)
    assert (alike(both), left(both)) == (equal, MANY)
    with both.transaction() as session:
        assert reseal(session, most=2).done == 2
    assert (alike(both), left(both)) == (equal, MANY - 2)
    assert "Answers sealed anew: 3." in list(exchanging.rotated(both))
    assert (alike(both), left(both)) == (equal, 0)
    with both.reading() as session:
        for case in cases:
            assert masks(session, session.get_one(Application, case)) == {"pesel": MASK}
            assert opened(session, session.get_one(SealedAnswer, (case, "pesel"))) == PESEL


def test_an_answer_that_cannot_be_opened_is_told_and_stops_no_other(
    former: Database, both: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = sorted(record(former, number) for number in range(MANY))
    with former.transaction() as session:
        session.execute(sa.update(SealedAnswer).where(SealedAnswer.case_id == cases[0]).values(key_id="0" * 16))
    monkeypatch.setattr(exchanging, "reseal", lambda session, after: reseal(session, after, most=2))
    assert "Answers sealed anew: 4. Not opened, and left as they are: 1." in list(exchanging.rotated(both))


def test_an_answer_corrected_while_all_are_sealed_anew_stays_as_it_was_corrected(
    former: Database, both: Database
) -> None:
    cases = [record(former, number) for number in range(MANY)]
    with both.transaction() as session:
        journal.exchange(session, at=NOW)

    def correct(case: UUID) -> None:
        with both.transaction() as session:
            number = session.get_one(Application, case).customer_number
            told = entry(session, customer_number=number, pesel="44051401359")
            applications.complete(
                session, case, told, revision=1, practice=PRACTICE, by=member(session, "Anna Nowak"), at=NOW
            )

    outcomes = together(*[lambda c=case: correct(c) for case in cases], lambda: list(exchanging.rotated(both)))
    assert errors(outcomes) == []
    with both.reading() as session:
        answers = session.scalars(sa.select(SealedAnswer)).all()
        assert {opened(session, one) for one in answers} == {"44051401359"}
    assert left(both) == 0


def test_the_check_tells_what_is_still_to_do(former: Database, both: Database) -> None:
    record(former, 0)
    with pytest.raises(Warned, match="has sealed nothing yet: run `provisioner audit rotate-key`"):
        preflight.journal_key(both)
    with both.transaction() as session:
        newer = journal.exchange(session, at=NOW)
    assert newer
    with pytest.raises(Warned, match="1 answers are still sealed with one before it"):
        preflight.journal_key(both)
    with pytest.raises(Fault, match="PROVISIONER_JOURNAL_KEY: the journal was sealed with another key"):
        preflight.journal_key(former)
    assert list(exchanging.rotated(both))
    assert preflight.journal_key(both) == newer.key_id


def test_a_login_erased_before_is_given_to_nobody_afterwards(former: Database, both: Database) -> None:
    with former.transaction() as session:
        ended(session)
    with former.transaction() as session:
        assert privacy.erase_due(session, LATER, 25) == 1
    assert list(exchanging.rotated(both))
    with both.reading() as session:
        assert next_free(session, "104233") == "104233_2"


def test_what_was_erased_before_and_comes_back_afterwards_is_erased_again(
    former: Database, both: Database, database_url: str, tmp_path: Path
) -> None:
    with former.transaction() as session:
        ended(session)
    former.close()
    restore = backed_up(database_url, tmp_path)
    with former.transaction() as session:
        assert privacy.erase_due(session, LATER, 25) == 1
    listed = read(tmp_path / "apart" / "erasures.jsonl").keys()
    assert list(exchanging.rotated(both))
    assert privacy.catch_up(both) == 0
    assert read(tmp_path / "apart" / "erasures.jsonl").keys() == listed, "known by its former hash"
    former.close()
    both.close()
    restore()
    assert list(exchanging.rotated(both))
    assert privacy.catch_up(both) == 1
    with both.reading() as session:
        assert next_free(session, "104233") == "104233_2"


def test_a_report_about_a_mail_from_before_is_known_afterwards(former: Database, both: Database) -> None:
    sent = Sent(UUID(int=7), "access_mail", 1, 12)
    with former.transaction() as session:
        office.change(session, "pesel_asked", "true")
        before = mark_of(session, sent)
    assert list(exchanging.rotated(both))
    with both.reading() as session:
        after = mark_of(session, sent)
        assert before != after
        assert [sent_by(session, [one]) for one in (before, after, f"{before[:-32]}{'0' * 32}")] == [sent, sent, None]
    with erasing(database_url_of(former), Path()) as stale, stale.reading() as session, pytest.raises(journal.WrongKey):
        sent_by(session, [after])


def database_url_of(database: Database) -> str:
    return database.engine.url.render_as_string(hide_password=False)
