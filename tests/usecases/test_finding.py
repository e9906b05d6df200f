"""A case is found by each of its own fields, hostile text is just text, and what goes leaves no word behind."""

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from provisioner import applications, corrections
from provisioner.applications.hits import FoundBy
from provisioner.applications.search import Hits, search
from provisioner.cases.finding.tables import CaseWord, Spelling
from provisioner.cases.tables import Case
from provisioner.database import Database
from tests import asked, changed, corrected, declared, mandated, resigned
from tests.factories import NOW, PRACTICE, entry, member, recorded
from tests.together import errors, together

HOSTILE = (
    '"', "'", "''; DROP TABLE case_word", "%", "_", "*", "NEAR(a b)", "a OR b", "kol:*", "-a", "^a", "(", "\\", "\x00",
    "\U0010ffff", "😀", "＂", "ﷺ", "x" * 10_000, "9" * 10_000, "9 " * 5_000, "#", "##", "@" * 300, "/" * 300, "\ud800",
)  # fmt: skip
LETTERS = st.text("aąbcćeęiklłmnńoóprsśtwyzźżAŁŻÓéüřæø", min_size=1, max_size=30)
QUIET = hypothesis_settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def found(session: Session, text: str) -> set[str]:
    hits: Hits = search(session, text)
    return {one.number for one in (*hits.found, *hits.similar)}


def spelled(session: Session) -> set[str]:
    return set(session.scalars(sa.select(Spelling.word).distinct()))


def test_hostile_text_is_just_text(database: Database) -> None:
    with database.transaction() as session:
        recorded(session)
    with database.reading() as session:
        for text in HOSTILE:
            assert found(session, text.encode(errors="ignore").decode()) == set(), text[:40]


@QUIET
@given(first=LETTERS, last=LETTERS, house=st.integers(1, 999))
def test_a_case_is_found_by_each_of_its_own_fields(database: Database, first: str, last: str, house: int) -> None:
    with database.transaction() as session:
        one = recorded(session, first_name=first, last_name=last, street=f"ul. {last} {house}A/2")
        fields = (
            one.number, one.customer_number, one.reserved_login, one.display_name, one.email, one.phone,
            f"{one.street} {one.postcode} {one.town}", one.postcode,
        )  # fmt: skip
        assert [field for field in fields if one.number not in found(session, field)] == []
        session.rollback()


def test_papers_of_every_kind_are_found_by_what_they_say(database: Database) -> None:
    with database.transaction() as session:
        account = changed.active(session)
        change = changed.recorded(session, account, last_name="Wronka", street="Lipowa 9", postcode="80-001",
                                  town="Sopot")  # fmt: skip
        resignation = resigned.recorded(session, account)
        declaration = declared.recorded(session, declared.under_the_old(session, customer_number="104300"))
        request = asked.asked(session, customer_number="104299")
        for text, one in (
            ("wronka", change), ("lipowa 9", change), ("80-001 sopot", change), (resignation.number, resignation),
            ("104300", declaration), ("104299", request),
        ):  # fmt: skip
            assert one.number in found(session, text), text
        kinds = session.scalars(sa.select(Case.__table__.c.purpose).distinct())
        assert set(kinds) == {"account", "change_data", "resign", "declare", "erase_data"}


def test_a_word_that_no_case_has_any_more_is_kept_nowhere(database: Database) -> None:
    with database.transaction() as session:
        case, other = recorded(session), recorded(session, customer_number="200000", first_name="Jan")
        assert {"zolkiewski", "jozef", "jan", "polna"} <= spelled(session)
        applications.complete(
            session, case.id, entry(session, first_name="Jan"), revision=1, practice=PRACTICE,
            by=member(session, "Anna Nowak"), at=NOW,
        )  # fmt: skip
        assert "jozef" not in spelled(session)
        session.execute(sa.delete(CaseWord).where(CaseWord.case_id == case.id))
        assert {"zolkiewski", "jan", "polna"} <= spelled(session)
        session.execute(sa.delete(CaseWord).where(CaseWord.case_id == other.id))
        assert spelled(session) == set()


@pytest.mark.parametrize("turn", range(3))
def test_a_word_that_goes_and_comes_at_the_same_moment_can_still_be_mistyped(database: Database, turn: int) -> None:
    with database.transaction() as session:
        former = recorded(session).id

    def goes() -> None:
        with database.transaction() as session:
            session.execute(sa.delete(CaseWord).where(CaseWord.case_id == former))

    def comes() -> None:
        with database.transaction() as session:
            recorded(session, customer_number="200000")

    assert errors(together(goes, comes) if turn % 2 else together(comes, goes)) == []
    with database.reading() as session:
        assert "zolkiewski" in spelled(session)
        assert found(session, "zolkeiwski") == {"2026/000002"}


def test_a_customer_number_with_a_hyphen_is_not_the_number_without_it(database: Database) -> None:
    with database.transaction() as session:
        one = recorded(session, customer_number="104233-1")
        recorded(session, customer_number="1042331", first_name="Jan", phone="600 100 200")
        assert found(session, "104233-1") == {one.number}
        assert found(session, "600-100-200 jan") == {"2026/000002"}


def test_what_people_say_is_found_as_it_is_kept(database: Database) -> None:
    with database.transaction() as session:
        one = recorded(session, street="Długa 5 m. 2", postcode="83-300", phone="601 234 567")
        for text in (
            "ul. Długa 5", "ul.Długa 5/2", "tel. 601 234 567", "tel. 0601234567", "0 601 234 567", "nr 1", "83300",
            "83300 długa", "2026-000001", "nr 2026-1",
        ):  # fmt: skip
            assert one.number in found(session, text), text


@pytest.mark.parametrize("text", ["4567", "34567", "48601"])
def test_a_few_digits_are_the_end_of_no_phone(database: Database, text: str) -> None:
    with database.transaction() as session:
        recorded(session, phone="601 234 567")
        assert found(session, text) == set()


def test_a_phone_is_found_by_its_last_digits_unless_a_number_begins_so(database: Database) -> None:
    with database.transaction() as session:
        one = recorded(session, phone="58 681 00 18")
        for text in ("6810018", "681 00 18", "681-00-18", "tel. 681 00 18", "810018"):
            assert found(session, text) == {one.number}, text
        assert list(search(session, "6810018").found[0].by) == [(FoundBy.PHONE, "+48586810018")]
        other = recorded(session, customer_number="6810018", phone="601 234 567")
        assert found(session, "6810018") == {other.number}


def test_a_change_of_phone_lets_the_account_be_found_by_its_end(database: Database) -> None:
    with database.transaction() as session:
        account = changed.active(session)
        number = account.case_number
    changed.approved(database, account, phone="58 681 00 18")
    with database.reading() as session:
        assert number in found(session, "681 00 18")


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("Kowalski", ("Kowalskiego", "Kowalskiemu", "z Kowalskim", "pana Kowalskiego")),
        ("Kowalska", ("Kowalskiej", "pani Kowalskiej")),
        ("Zawadzki", ("Zawadzkiego",)),
        ("Nowak", ("Nowaka", "Nowakowi", "Nowakiem")),
        ("Nowakowa", ("Nowakowej",)),
        ("Nowak-Kowalska", ("Kowalska-Nowak", "kowalska nowak", "Kowalskiej-Nowak")),
    ],
)
def test_a_surname_is_found_in_any_case_and_turned_round(database: Database, name: str, texts: tuple[str, ...]) -> None:
    with database.transaction() as session:
        one = recorded(session, last_name=name, first_name="Iza", email="i@example.com", email_again="i@example.com")
        recorded(session, customer_number="200000", last_name="Lis", first_name="Ewa")
        for text in texts:
            assert found(session, text) == {one.number}, text


def test_a_word_before_a_number_says_what_it_is(database: Database) -> None:
    with database.transaction() as session:
        one = recorded(session, customer_number="700700")
        for text in ("login 700700", "numer klienta 700700", "wniosek nr 2026/1", "nr 2026/1", "sprawa 2026/000001"):
            assert found(session, text) == {one.number}, text


def test_whoever_acts_for_a_customer_since_a_later_paper_is_found_by_name(database: Database) -> None:
    with database.transaction() as session:
        account = changed.active(session)
        by = member(session, corrected.CLERK)
        proposed = corrections.propose_mandate(session, account.case_id, mandated.NEW, by=by, at=NOW)
        assert search(session, "ewa kos").found == []
        corrected.confirm(session, proposed, at=NOW)
        (hit,) = search(session, "ewa kos").found
    assert (hit.number, list(hit.by)) == (account.case_number, [(FoundBy.ATTORNEY, "Ewa Kos")])
