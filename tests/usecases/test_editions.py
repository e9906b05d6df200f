"""Editions of the form: written as drafts, put into force through one door, never changed afterwards (R2)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from provisioner import administration, forms, office
from provisioner.database import Database
from provisioner.forms import drafts
from provisioner.forms.paper import EditionText
from provisioner.forms.tables import FormDraft, FormEdition
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry
from tests import declared
from tests.editions import BY, NEWS, TEXT, drafted, put
from tests.factories import NOW, TODAY, recorded
from tests.together import errors, together


def lines(database: Database) -> list[AuditEntry]:
    wanted = sa.select(AuditEntry).where(AuditEntry.event == Event.FORM_EDITION_ADDED)
    with database.reading() as session:
        return list(session.scalars(wanted))


def test_a_draft_begins_with_what_the_edition_says_and_changes_nothing(database: Database) -> None:
    with database.transaction() as session:
        first, second = (drafts.begin(session, forms.current(session, TODAY), at=NOW) for _ in range(2))
        assert [drafts.said(one).code for one in (first, second)] == ["2026-01-2", "2026-01-3"]
        assert drafts.said(first).clauses == forms.as_text(forms.current(session, TODAY)).clauses
    with database.reading() as session:
        assert [one.code for one in forms.in_force(session, TODAY)] == ["2026-01"]


def test_a_draft_put_into_force_counts_from_its_day_with_one_line_of_the_journal(database: Database) -> None:
    with database.transaction() as session:
        put(session, drafted(session), TODAY + timedelta(days=3))
    with database.reading() as session:
        assert forms.current(session, TODAY).code == "2026-01"
        assert forms.current(session, TODAY + timedelta(days=3)).code == "2026-12"
        assert drafts.drafts(session) == []
    (line,) = lines(database)
    assert (line.object_type, line.object_id) == ("office", "2026-12")
    assert line.details["valid_from"] == "2026-11-27"


def test_an_edition_loaded_from_a_file_comes_through_the_same_door_and_once(database: Database) -> None:
    text = EditionText(**TEXT.model_dump(), valid_from=TODAY)
    for added in (True, False):
        with database.transaction() as session:
            assert administration.load_edition(session, text, **BY) is added
    assert len(lines(database)) == 1


def test_a_code_that_stands_is_not_given_twice(database: Database) -> None:
    with database.transaction() as session:
        draft_id, seen = drafted(session)
        with pytest.raises(forms.CodeTaken):
            drafts.save(session, draft_id, TEXT.model_copy(update={"code": "2026-01"}), seen=seen, at=NOW)
        forms.load(session, EditionText(**TEXT.model_dump(), valid_from=TODAY))
        with pytest.raises(forms.CodeTaken):
            put(session, (draft_id, seen))


def test_nobody_decides_from_what_a_draft_said_before(database: Database) -> None:
    with database.transaction() as session:
        draft_id, seen = drafted(session)
        drafts.save(session, draft_id, TEXT.model_copy(update={"code": "2027-01"}), seen=seen, at=NOW)
        doors: list[Callable[[], object]] = [
            lambda: put(session, (draft_id, seen)),
            lambda: drafts.save(session, draft_id, TEXT, seen=seen, at=NOW),
            lambda: drafts.discard(session, draft_id, seen=seen),
        ]
        for door in doors:
            with pytest.raises(forms.DraftChanged):
                door()


def test_what_follows_names_demanded_consents_and_customers_to_be_asked(database: Database) -> None:
    demanded = TEXT.model_copy(update={"clauses": (NEWS.model_copy(update={"number": 1, "required": True}),)})
    with database.transaction() as session:
        declared.under_the_old(session)
        office.change(session, "reacceptance_on_new_version", "true")
        found = administration.edition_effect(session, demanded)
        assert (found.to_accept, found.required_consents) == (1, [1])
        office.change(session, "reacceptance_on_new_version", "false")
        assert administration.edition_effect(session, TEXT) == administration.EditionEffect(0, [])


def test_the_papers_signed_on_each_edition_are_counted(database: Database) -> None:
    with database.transaction() as session:
        recorded(session)
        session.flush()
        (used,) = administration.edition_uses(session).items()
        assert used == (forms.current(session, TODAY).id, 1)


def test_of_many_hands_one_puts_a_draft_into_force(database: Database) -> None:
    with database.transaction() as session:
        draft = drafted(session)

    def in_force() -> object:
        with database.transaction() as session:
            return put(session, draft)

    outcomes = together(*[in_force] * 6)
    assert errors(outcomes) == [forms.UnknownDraft] * 5
    assert len(lines(database)) == 1


def test_two_drafts_of_one_code_make_one_edition(database: Database) -> None:
    with database.transaction() as session:
        both = [drafted(session), drafted(session)]

    def through(draft: object) -> Callable[[], object]:
        def in_force() -> object:
            with database.transaction() as session:
                return put(session, draft)  # type: ignore[arg-type]

        return in_force

    assert errors(together(*map(through, both))) == [forms.CodeTaken]
    with database.reading() as session:
        codes = session.scalars(sa.select(FormEdition.code).where(FormEdition.code == TEXT.code)).all()
        assert (len(codes), len(session.scalars(sa.select(FormDraft)).all())) == (1, 1)


def test_of_two_who_save_a_draft_the_second_is_told(database: Database) -> None:
    with database.transaction() as session:
        draft_id, seen = drafted(session)

    def through(code: str) -> Callable[[], object]:
        def save() -> object:
            with database.transaction() as session:
                text = TEXT.model_copy(update={"code": code})
                return drafts.save(session, draft_id, text, seen=seen, at=NOW)

        return save

    assert errors(together(through("2027-01"), through("2027-02"))) == [forms.DraftChanged]
