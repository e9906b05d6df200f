"""Drafts and their files: what the night takes, and what is kept, saved and taken away at the same moment."""

from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest
import sqlalchemy as sa

from provisioner import drafts
from provisioner.cases.locking import lock_case
from provisioner.database import Database
from provisioner.drafts.tables import BroughtFile, BroughtPage, Draft
from provisioner.scans.doors import add
from provisioner.scans.reading import ReadScan
from provisioner.scans.tables import Scan
from tests.factories import NOW, member, recorded
from tests.scanned import drawn
from tests.together import errors, together


def test_the_night_takes_drafts_of_two_weeks_ago_and_those_that_are_cases(database: Database) -> None:
    with database.transaction() as session:
        by = member(session, "Anna Nowak").id
        saved = recorded(session).form_key
        old, young = NOW - timedelta(days=14, minutes=1), NOW - timedelta(days=13)
        for number, (key, at) in enumerate(((saved, NOW), (None, old), (None, old), (None, young))):
            key = key or saved.__class__(int=number)
            session.add(Draft(staff_id=by, form_key=key, typed="x", saved_at=at))
    with database.transaction() as session:
        assert [drafts.sweep(session, NOW, 2) for _ in range(3)] == [2, 1, 0]
        assert [one.saved_at for one in session.scalars(sa.select(Draft))] == [young]


@pytest.mark.sweep
@pytest.mark.parametrize("there", ["", "as opened"])
def test_of_copies_of_a_form_kept_at_once_one_goes_through_and_the_others_are_told(
    database: Database, there: str
) -> None:
    with database.transaction() as session:
        by, key = member(session, "Anna Nowak").id, recorded(session).id
        if there:
            session.add(Draft(staff_id=by, form_key=key, typed=there, saved_at=NOW))

    def one(text: str) -> object:
        with database.transaction() as session:
            return drafts.keep(
                session, key, sealed=text, by=by, at=NOW, seen=lambda draft: draft.typed in (text, "as opened")
            )

    found = list(together(*(lambda text=str(n): one(text) for n in range(8))))
    assert set(errors(found)) == {drafts.ChangedElsewhere}
    assert len(errors(found)) == 7
    with database.reading() as session:
        assert session.scalars(sa.select(Draft.typed)).one() == str(found.index(True))


SAME, *OTHERS = [drawn(f"Strona {number}") for number in range(3)]


def files(database: Database) -> list[int]:
    with database.reading() as session:
        pages = session.scalar(sa.select(sa.func.count()).select_from(BroughtPage))
        places = list(session.scalars(sa.select(BroughtFile.place).order_by(BroughtFile.place)))
        assert pages == len(places)
        return places


def test_the_night_takes_files_with_their_draft_or_after_two_weeks_and_those_of_cases(database: Database) -> None:
    old, young = NOW - timedelta(days=14, minutes=1), NOW - timedelta(days=13)
    drafted, gone, orphan, fresh = (UUID(int=number) for number in range(1, 5))
    with database.transaction() as session:
        by = member(session, "Anna Nowak").id
        for key, at in ((drafted, old), (gone, old), (orphan, old), (fresh, young)):
            drafts.bring(session, key, [SAME], by=by, at=at)
        session.add(Draft(staff_id=by, form_key=drafted, typed="x", saved_at=young))
        session.add(Draft(staff_id=by, form_key=gone, typed="x", saved_at=old))
        saved = recorded(session).form_key
        session.add(BroughtFile(id=saved, staff_id=by, form_key=saved, place=1, kind=SAME.kind, digest=SAME.digest,
                                pages=1, brought_at=NOW, content=b""))  # fmt: skip
    with database.transaction() as session:
        assert [drafts.sweep(session, NOW, 2) for _ in range(3)] == [2, 1, 0]
    with database.reading() as session:
        assert set(session.scalars(sa.select(BroughtFile.form_key))) == {drafted, fresh}


@pytest.mark.sweep
def test_one_file_brought_with_a_form_by_many_tabs_at_once_stands_once(database: Database) -> None:
    with database.transaction() as session:
        by = member(session, "Anna Nowak").id

    def one(scan: ReadScan) -> object:
        with database.transaction() as session:
            drafts.bring(session, UUID(int=1), [scan], by=by, at=NOW)
            return True

    assert errors(together(*(lambda scan=scan: one(scan) for scan in [SAME] * 6 + OTHERS))) == []
    assert len(files(database)) == 3


@pytest.mark.sweep
def test_a_form_saved_by_many_at_once_hands_each_file_over_once(database: Database) -> None:
    with database.transaction() as session:
        by, case = member(session, "Anna Nowak"), recorded(session).id
        who = by.id
        drafts.bring(session, UUID(int=1), [SAME, *OTHERS], by=who, at=NOW)

    def save() -> object:
        with database.transaction() as session:
            lock_case(session, case)
            for one in drafts.hand_over(session, UUID(int=1), by=who):
                add(session, case, [one], check=False, by=member(session, "Anna Nowak"), at=NOW)
            return True

    assert errors(together(*[save] * 4)) == []
    with database.reading() as session:
        assert list(session.scalars(sa.select(Scan.number).order_by(Scan.number))) == [1, 2, 3]
    assert files(database) == []


@pytest.mark.sweep
def test_a_file_that_is_taken_away_while_the_form_is_saved_is_on_the_case_or_gone(database: Database) -> None:
    with database.transaction() as session:
        who, case = member(session, "Anna Nowak").id, recorded(session).id
        drafts.bring(session, UUID(int=1), [SAME], by=who, at=NOW)
        (one,) = drafts.brought(session, UUID(int=1), by=who)
        file_id = one.id

    def save() -> object:
        with database.transaction() as session:
            for one in drafts.hand_over(session, UUID(int=1), by=who):
                add(session, case, [one], check=False, by=member(session, "Anna Nowak"), at=NOW)
            return True

    def away() -> object:
        with database.transaction() as session:
            drafts.take_away(session, file_id, by=who)
            return True

    assert errors(together(save, away)) == []
    assert files(database) == []


@pytest.mark.sweep
def test_a_form_that_is_saved_and_thrown_away_at_once_is_one_or_the_other(database: Database) -> None:
    with database.transaction() as session:
        who, case = member(session, "Anna Nowak").id, recorded(session).id
        for number in range(1, 5):
            drafts.bring(session, UUID(int=number), [SAME, *OTHERS], by=who, at=NOW)
            session.add(Draft(staff_id=who, form_key=UUID(int=number), typed="x", saved_at=NOW))

    def save(form: UUID) -> object:
        with database.transaction() as session:
            drafts.clear(session, form, by=who, seen=lambda _: True)
            for one in drafts.hand_over(session, form, by=who):
                add(session, case, [one], check=False, by=member(session, "Anna Nowak"), at=NOW)
            return True

    def away(form: UUID) -> object:
        with database.transaction() as session:
            drafts.discard(session, form, by=who)
            return True

    for number in range(1, 5):
        form = UUID(int=number)
        assert errors(together(partial(save, form), partial(away, form))) == []
    assert files(database) == []
