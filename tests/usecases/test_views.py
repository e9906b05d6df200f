"""A saved view has one name and one owner, whoever is at it at the same moment, on both databases."""

from uuid import UUID

import pytest

from provisioner.cases.views import keeping
from provisioner.cases.views.keeping import NameTaken, UnknownView
from provisioner.database import Database
from provisioner.staff.tables import StaffSession
from tests.colleagues import colleague
from tests.factories import NOW, member
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

    def press(asked: str) -> None:
        with database.transaction() as session:
            keeping.save(session, "Poczta", {"channel": asked}, by=by)

    outcomes = together(*(lambda number=number: press(str(number)) for number in range(HANDS)))
    assert errors(outcomes) == [NameTaken] * (HANDS - 1)
    assert names(database, by) == ["Poczta"]


def test_the_same_view_saved_by_many_clicks_at_once_is_kept_once(database: Database) -> None:
    by = owner(database)

    def press() -> None:
        with database.transaction() as session:
            keeping.save(session, "Poczta", {"channel": "post"}, by=by)

    assert errors(together(*[press] * HANDS)) == []
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


def test_views_of_people_who_have_left_go_once_the_list_of_staff_is_read(database: Database) -> None:
    with database.transaction() as session:
        gone, signed_in = member(session, "Anna Nowak"), member(session, "Barbara Lis")
        session.add(
            StaffSession(
                id_hash="b", staff_id=signed_in.id, data={}, created_at=NOW, last_seen_at=NOW, roles=[],
                confirmed_at=NOW,
            )
        )  # fmt: skip
        for one in (gone, signed_in):
            keeping.save(session, "Poczta", {}, by=one.id)
        assert keeping.sweep(session, NOW, 10) == 0, "nobody is missing in a list that was never read"
        listed, off = colleague(session, "Celina Mak"), colleague(session, "Ewa Zając", enabled=False)
        for one in (listed, off):
            keeping.save(session, "Poczta", {}, by=one.id)
        assert [keeping.sweep(session, NOW, 1) for _ in range(3)] == [1, 1, 0]
    assert [names(database, one.id) for one in (gone, off, listed, signed_in)] == [[], [], ["Poczta"], ["Poczta"]]
