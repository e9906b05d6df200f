"""Drafts in the database: what the night takes, and copies of one form that are kept at the same moment."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from provisioner import drafts
from provisioner.database import Database
from provisioner.drafts.tables import Draft
from tests.factories import NOW, member, recorded
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
