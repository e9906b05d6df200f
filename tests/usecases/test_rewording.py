"""Texts in the office's own words: one door, a number that grows, nothing kept that is shipped anyway."""

from functools import partial

import sqlalchemy as sa

from provisioner import administration, wording
from provisioner.database import Database
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry
from provisioner.mail.language import Language
from provisioner.mail.wording import Said, shipped
from provisioner.wording import OwnPart, TextChanged, Version
from tests.editions import BY
from tests.together import errors, together

OWN = "Konto {login} jest zablokowane."


def reword(database: Database, said: Said, seen: int) -> Version:
    with database.transaction() as session:
        return administration.reword(session, "blocked", {Language.PL: said}, seen=seen, **BY)[1]


def lines(database: Database) -> list[AuditEntry]:
    with database.reading() as session:
        return list(session.scalars(sa.select(AuditEntry).where(AuditEntry.event == Event.TEXT_REWORDED)))


def test_only_what_differs_is_kept_with_the_shipped_words_it_was_written_over(database: Database) -> None:
    standing = shipped(wording.TEXTS["blocked"], Language.PL)
    after = reword(database, {**standing, "opening": OWN}, seen=0)
    assert after == Version(1, {Language.PL: {"opening": OwnPart(OWN, standing["opening"])}})
    with database.reading() as session:
        assert wording.version(session, "blocked") == after
        assert wording.in_force(session).own == {"blocked": {Language.PL: {"opening": OWN}}}
    (line,) = lines(database)
    assert (line.object_type, line.object_id) == ("office", "blocked")
    assert line.details == {"before": {}, "after": {"pl": {"opening": OWN}}, "version": 1}


def test_the_shipped_words_come_back_and_the_number_goes_on(database: Database) -> None:
    reword(database, {"opening": OWN}, seen=0)
    assert reword(database, {"opening": OWN}, seen=1) == reword(database, {"opening": f" {OWN}\n"}, seen=1)
    assert reword(database, {}, seen=1) == Version(2)
    assert [line.details["version"] for line in lines(database)] == [1, 2]


def test_of_many_who_save_at_the_same_moment_one_does(database: Database) -> None:
    for seen in (0, 1):
        works = [partial(reword, database, {"opening": f"{OWN} {seen}.{n}"}, seen) for n in range(4)]
        assert errors(together(*works)) == [TextChanged] * 3
    assert [line.details["version"] for line in lines(database)] == [1, 2]
