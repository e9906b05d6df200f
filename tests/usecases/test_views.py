"""A saved view has one name and one owner, whoever is at it at the same moment, on both databases."""

from uuid import UUID

import pytest

from provisioner.cases.views import keeping
from provisioner.cases.views.keeping import NameTaken, UnknownView
from provisioner.database import Database
from tests.factories import member
from tests.together import errors, together
from tests.usecases.test_races import HANDS

pytestmark = pytest.mark.sweep


def owner(database: Database) -> UUID:
    with database.transaction() as session:
        return member(session, "Barbara Lis").id


def names(database: Database, by: UUID) -> list[str]:
    with database.reading() as session:
        return [one.name for one in keeping.views(session, by=by)]


def test_of_many_saves_under_one_name_at_once_one_is_kept(database: Database) -> None:
    by = owner(database)

    def press() -> None:
        with database.transaction() as session:
            keeping.save(session, "Poczta", {"channel": "post"}, by=by)

    assert errors(together(*[press] * HANDS)) == [NameTaken] * (HANDS - 1)
    assert names(database, by) == ["Poczta"]


def test_of_two_views_that_get_one_name_at_once_one_gets_it(database: Database) -> None:
    by = owner(database)
    with database.transaction() as session:
        for name in ("A", "B"):
            keeping.save(session, name, {}, by=by)
        ids = [one.id for one in keeping.views(session, by=by)]

    def press(view_id: int) -> None:
        with database.transaction() as session:
            keeping.rename(session, view_id, "C", by=by)

    assert errors(together(*(lambda one=one: press(one) for one in ids))) == [NameTaken]
    assert "C" in names(database, by)


def test_a_view_deleted_by_many_clicks_at_once_is_deleted_once(database: Database) -> None:
    by = owner(database)
    with database.transaction() as session:
        keeping.save(session, "Poczta", {}, by=by)
        [view] = keeping.views(session, by=by)
        view_id = view.id

    def press() -> None:
        with database.transaction() as session:
            keeping.remove(session, view_id, by=by)

    assert errors(together(*[press] * HANDS)) == [UnknownView] * (HANDS - 1)
    assert names(database, by) == []
