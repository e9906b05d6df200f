"""A person asks for their data to be erased: recorded, decided by somebody else, carried out, answered in time."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from provisioner import applications, erasures, office, privacy
from provisioner.accounts.tables import Account
from provisioner.applications.tables import Application
from provisioner.cases import FasterColleague, NotApprovable, OtherContent, OwnEntry, decide
from provisioner.cases.erased import Erasure
from provisioner.cases.holds import holding
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.database import Database
from provisioner.entry.reader import EntryProblems
from provisioner.erasures.parts import answered, done, parts
from provisioner.erasures.rules import RequestHindrance
from provisioner.erasures.tables import ErasurePart, ErasureRequest
from provisioner.journal import Event
from provisioner.journal.verify import verify
from provisioner.office.working_days import month_term
from provisioner.outbox.kinds import ERASE_DUE
from provisioner.outbox.tables import Task
from tests import changed
from tests.asked import APPROVER, CLERK, KEPT, SOON, agree, asked, carried_out, entry, kept, left
from tests.factories import NOW, PRACTICE, TODAY, approved, member, never_overdue, recorded
from tests.journal.desk import keeper
from tests.privacy.desk import close, erasing, refused, said_anywhere
from tests.together import errors, together
from tests.usecases.test_races import events

AFTER_THE_HOLD = NOW + timedelta(days=370)


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> Iterator[Database]:
    """A database of a process that may erase, on both kinds."""
    with erasing(database_url, tmp_path) as database:
        yield database


@pytest.mark.parametrize(
    ("received", "months", "last"),
    [
        (date(2026, 11, 23), 1, date(2026, 12, 23)),
        (date(2026, 11, 24), 1, date(2026, 12, 28)),
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
        (date(2027, 1, 31), 1, date(2027, 3, 1)),
        (date(2026, 3, 5), 1, date(2026, 4, 7)),
        (date(2026, 11, 23), 3, date(2027, 2, 23)),
        (date(2026, 12, 31), 2, date(2027, 3, 1)),
    ],
)
def test_a_month_ends_on_the_day_of_the_same_number_or_the_next_day_that_is_none_off(
    received: date, months: int, last: date
) -> None:
    assert month_term(received, months, moves_on=True) == last


def test_the_office_may_let_it_end_on_a_day_off() -> None:
    assert month_term(date(2026, 11, 26), 1, moves_on=False) == date(2026, 12, 26)


def test_a_request_is_recorded_with_a_month_to_answer_it(desk: Database) -> None:
    with desk.transaction() as session:
        request = asked(session, received_on="24.11.2026", document_date="", channel="email")
        assert (request.due_first, request.due_last) == (date(2026, 11, 24), date(2026, 12, 28))
        assert (request.display_name, request.customer_number) == ("Józef Żółkiewski", "104233")
    assert events(desk) == [Event.REQUEST_RECORDED]
    with desk.transaction() as session:
        office.change(session, "request_term_end", "as_it_falls")
        assert asked(session, received_on="24.11.2026", document_date="").due_last == date(2026, 12, 24)


def test_the_same_form_sent_twice_is_one_request(desk: Database) -> None:
    key = uuid4()
    with desk.transaction() as session:
        by = member(session, CLERK)
        first = erasures.record(session, entry(), form_key=key, by=by, at=NOW)
        assert erasures.record(session, entry(), form_key=key, by=by, at=NOW) is first
        with pytest.raises(OtherContent):
            erasures.record(session, entry(town="Gdynia"), form_key=key, by=by, at=NOW)


def test_what_is_typed_is_read_as_a_whole() -> None:
    with pytest.raises(EntryProblems) as wrong:
        entry(
            channel="",
            received_on="31.2.",
            first_name="",
            last_name="",
            asked_by="attorney",
            postcode="8",
            answer_email="a",
        )
    assert [one.field for one in wrong.value.problems] == [
        "channel", "received_on", "last_name", "attorney_name", "postcode", "answer_email"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("told", "missing"),
    [
        ({"asked_by": "attorney", "attorney_name": "Anna Lis"}, True),
        ({"asked_by": "guardian", "attorney_name": "Anna Lis"}, True),
        ({"asked_by": "attorney", "attorney_name": "Anna Lis", "proof": "pełnomocnictwo z 1.11."}, False),
        ({"proof": "pełnomocnictwo z 1.11."}, False),
    ],
)
def test_whoever_asks_for_somebody_else_shows_that_they_may(
    desk: Database, told: dict[str, Any], missing: bool
) -> None:
    with desk.transaction() as session:
        left(session)
        one = asked(session, **told)
        hindered = [found.kind for found in one.hindrances(TODAY)]
        assert hindered == ([RequestHindrance.PROOF_MISSING] if missing else [])
        if missing:
            with pytest.raises(NotApprovable):
                agree(session, one.id)
        else:
            assert agree(session, one.id).status is CaseStatus.APPROVED


def test_all_of_a_person_is_erased_at_once_after_somebody_else_agreed(desk: Database) -> None:
    with desk.transaction() as session:
        left(session)
        refused(session)
        recorded(session, customer_number="104233", first_name="Anna", last_name="Nowa")
        request = asked(session).id
    with desk.transaction() as session:
        agree(session, request)
        due = session.scalars(sa.select(Task).where(Task.kind == ERASE_DUE.name)).one()
        assert due.not_before == NOW
    assert carried_out(desk) == 2
    assert carried_out(desk) == 0
    with desk.reading() as session:
        assert verify(session, keeper()).faults == []
        notes = session.scalars(sa.select(Erasure)).all()
        approver = session.scalars(sa.select(ErasureRequest)).one().decided_by
        assert {(one.number, one.ground, one.erased_by) for one in notes} == {
            ("2026/000001", "requested", f"staff:{approver}"),
            ("2026/000002", "requested", f"staff:{approver}"),
        }
        found = answered(session, session.get_one(ErasureRequest, request))
        assert done(found)
        assert [one.erased for one in found] == [True, True]
        assert session.scalars(sa.select(Application.last_name)).all() == ["Nowa"], "another person of this number"
    mine = said_anywhere(desk, ("jozef@", "601234567"))
    assert [where for where in mine if not where.startswith(("paper_case", "application", "case_word"))] == []


def test_p6_whoever_recorded_a_request_does_not_decide_it(desk: Database) -> None:
    with desk.transaction() as session:
        left(session)
        request = asked(session, by=APPROVER).id
    with desk.transaction() as session, pytest.raises(OwnEntry):
        agree(session, request)


def test_an_account_that_lives_is_closed_first(desk: Database) -> None:
    with desk.transaction() as session:
        account = approved(session)
        request = asked(session).id
    with desk.transaction() as session, pytest.raises(NotApprovable) as no:
        agree(session, request)
    assert [one.kind for one in no.value.hindrances] == [RequestHindrance.ACCOUNT_LIVES]
    with desk.transaction() as session:
        close(session)
    with desk.transaction() as session:
        agree(session, request)
    assert carried_out(desk) == 1
    with desk.reading() as session:
        assert session.get(Account, account.id) is None


def test_the_living_account_of_the_numbers_next_owner_hinders_nothing(desk: Database) -> None:
    with desk.transaction() as session:
        former = left(session)
        next_owner = approved(
            session, first_name="Anna", last_name="Nowa", email="a@example.com", email_again="a@example.com"
        )
        request = asked(session).id
    with desk.transaction() as session:
        agree(session, request)
    assert carried_out(desk) == 1
    with desk.reading() as session:
        assert session.get(Account, former.id) is None
        assert session.get(Account, next_owner.id) is not None


def test_another_paper_that_waits_is_decided_first(desk: Database) -> None:
    with desk.transaction() as session:
        left(session)
        other = recorded(session)
        request = asked(session).id
    with desk.transaction() as session, pytest.raises(NotApprovable) as no:
        agree(session, request)
    assert [one.kind for one in no.value.hindrances] == [RequestHindrance.PAPER_WAITS]
    with desk.transaction() as session:
        applications.withdraw(session, other.id, revision=1, reason="nie", by=member(session, CLERK), at=NOW)
    with desk.transaction() as session:
        agree(session, request)
    assert carried_out(desk) == 2


def test_a_change_of_data_that_waits_hinders_too(desk: Database) -> None:
    with desk.transaction() as session:
        changed.recorded(session, changed.active(session), phone="602 000 111")
        request = asked(session).id
    with desk.transaction() as session, pytest.raises(NotApprovable) as no:
        agree(session, request)
    assert RequestHindrance.PAPER_WAITS in [one.kind for one in no.value.hindrances]


def test_where_nothing_is_kept_there_is_nothing_to_approve(desk: Database) -> None:
    with desk.transaction() as session:
        left(session, customer_number="200001")
        request = asked(session).id
    with desk.transaction() as session, pytest.raises(NotApprovable) as no:
        agree(session, request)
    assert [one.kind for one in no.value.hindrances] == [RequestHindrance.NOTHING_TO_ERASE]


def test_a_held_part_is_kept_by_its_exception_and_erased_when_the_hold_is_over(desk: Database) -> None:
    with desk.transaction() as session:
        account = left(session)
        other = refused(session)
        kept(session, account.case_id)
        request = asked(session).id
    with desk.transaction() as session:
        agree(session, request)
    assert carried_out(desk) == 1
    with desk.reading() as session:
        one, two = session.scalars(sa.select(ErasurePart).order_by(ErasurePart.number))
        assert (one.case_id, one.kept_ground, one.kept_reason, one.kept_until) == (
            account.case_id, KEPT.ground, KEPT.reason, KEPT.until
        )  # fmt: skip
        assert (two.case_id, two.kept_ground) == (other, None)
        assert session.get(Account, account.id)
    with desk.transaction() as session:
        assert holding.end_over(session, AFTER_THE_HOLD, 25) == 1
    assert carried_out(desk, AFTER_THE_HOLD) == 1
    with desk.reading() as session:
        assert session.get(Account, account.id) is None


def test_where_all_is_held_back_the_request_is_refused(desk: Database) -> None:
    with desk.transaction() as session:
        kept(session, left(session).case_id)
        request = asked(session).id
    with desk.transaction() as session, pytest.raises(NotApprovable):
        agree(session, request)
    with desk.transaction() as session:
        by = member(session, APPROVER)
        found = decide.refuse(session, ErasureRequest, request, revision=1, reason="trwa spór", by=by, at=NOW)
        assert found.status is CaseStatus.REFUSED
    assert carried_out(desk) == 0


def test_a_living_account_that_is_held_back_hinders_nothing_else(desk: Database) -> None:
    with desk.transaction() as session:
        refused(session)
        kept(session, approved(session).case_id)
        request = asked(session).id
    with desk.transaction() as session:
        agree(session, request)
    assert carried_out(desk) == 1
    with desk.transaction() as session:
        assert holding.end_over(session, AFTER_THE_HOLD, 25) == 1
    assert carried_out(desk, AFTER_THE_HOLD) == 0, "nobody closed the account"


def test_a_customer_who_has_another_name_by_now_is_the_same_person(desk: Database) -> None:
    with desk.transaction() as session:
        account = left(session)
        session.execute(sa.update(Account).values(last_name="Nowy", name_key="nowy jozef"))
        request = asked(session, last_name="Nowy")
        (part,) = parts(session, request)
        assert (part.case_id, part.same) == (account.case_id, True)
        (part,) = parts(session, asked(session, last_name="Obcy"))
        assert not part.same


def test_an_incomplete_request_counts_anew_from_its_completion(desk: Database) -> None:
    with desk.transaction() as session:
        left(session)
        request = asked(session).id
        by = member(session, APPROVER)
        decide.return_incomplete(session, ErasureRequest, request, revision=1, missing="kto prosi?", by=by, at=NOW)
    with desk.reading() as session:
        corrected = session.get_one(ErasureRequest, request)
    told = erasures.read_request(
        {
            "channel": "post", "received_on": "23.11.2026", "customer_number": "104233", "last_name": "Żółkiewski",
            "first_name": "Józef", "asked_by": "customer", "letter_language": "pl", "completed_on": "24.11.2026",
            "town": "Gdynia",
        },
        today=TODAY, practice=PRACTICE, last_day=never_overdue, corrected=corrected,
    )  # fmt: skip
    with desk.transaction() as session:
        found = erasures.complete(session, request, told, revision=2, by=member(session, CLERK), at=NOW)
        assert (found.status, found.due_last) == (CaseStatus.RECORDED, date(2026, 12, 28))
        assert found.town == "Gdynia"
    with desk.transaction() as session:
        agree(session, request, revision=3)


def test_two_months_more_once_and_within_the_month_only(desk: Database) -> None:
    with desk.transaction() as session:
        request = asked(session).id
        by = member(session, APPROVER)
        with pytest.raises(erasures.CannotExtend):
            erasures.extend(session, request, revision=1, reason="dużo", by=by, at=NOW + timedelta(days=40))
        found = erasures.extend(session, request, revision=1, reason="dużo spraw", by=by, at=NOW)
        assert (found.due_last, found.extended_on) == (date(2027, 2, 23), TODAY)
        with pytest.raises(FasterColleague):
            erasures.extend(session, request, revision=1, reason="dużo", by=by, at=NOW)
        with pytest.raises(erasures.CannotExtend):
            erasures.extend(session, request, revision=2, reason="dużo", by=by, at=NOW)
    assert events(desk) == [Event.REQUEST_RECORDED, Event.REQUEST_EXTENDED]


def test_a_request_carried_out_is_erased_itself_when_its_answer_is_old(desk: Database) -> None:
    with desk.transaction() as session:
        left(session)
        request = asked(session).id
    with desk.transaction() as session:
        agree(session, request)
    carried_out(desk)
    assert carried_out(desk, NOW + timedelta(days=1094)) == 0
    assert carried_out(desk, NOW + timedelta(days=1095)) == 1
    assert said_anywhere(desk) == []
    with desk.reading() as session:
        assert session.scalars(sa.select(Erasure.purpose).where(Erasure.case_id == request)).all() == ["erase_data"]
        assert verify(session, keeper()).faults == []


def test_a_request_of_which_something_is_still_kept_stays(desk: Database) -> None:
    with desk.transaction() as session:
        refused(session)
        kept(session, left(session).case_id)
        request = asked(session).id
    with desk.transaction() as session:
        agree(session, request)
    carried_out(desk)
    assert carried_out(desk, NOW + timedelta(days=1100)) == 0


@pytest.mark.parametrize(
    ("statement", "promise"),
    [
        ("DELETE FROM erasure_part", "erased_by_the_door"),
        ("DELETE FROM erasure_request", "erased_by_the_door|FOREIGN|foreign"),
        ("UPDATE erasure_part SET number = 'x'", "part_kept"),
        ("UPDATE erasure_request SET extended_on = '2026-11-24'", "extended_for_a_reason"),
    ],
)
def test_nobody_goes_round_the_door(desk: Database, statement: str, promise: str) -> None:
    with desk.transaction() as session:
        left(session)
        request = asked(session).id
    with desk.transaction() as session:
        agree(session, request)
    with pytest.raises(DatabaseError, match=promise), desk.transaction() as session:
        session.execute(sa.text(statement))


HANDS = 6


@pytest.mark.sweep
@pytest.mark.parametrize("door", ["approve", "extend", "mixed"])
def test_of_many_at_the_doors_of_a_request_one_wins(desk: Database, door: str) -> None:
    with desk.transaction() as session:
        left(session)
        request = asked(session).id
        member(session, APPROVER)

    def approve() -> None:
        with desk.transaction() as session:
            agree(session, request)

    def extend() -> None:
        with desk.transaction() as session:
            erasures.extend(session, request, revision=1, reason="dużo", by=member(session, APPROVER), at=NOW)

    hands = {"approve": [approve] * HANDS, "extend": [extend] * HANDS, "mixed": [approve, extend] * (HANDS // 2)}[door]
    assert errors(together(*hands)) == [FasterColleague] * (HANDS - 1)
    assert (
        len(events(desk)) == len([Event.APPLICATION_RECORDED, Event.APPLICATION_APPROVED, Event.REQUEST_RECORDED]) + 1
    )


@pytest.mark.sweep
@pytest.mark.parametrize("round_", range(4))
def test_an_approval_and_a_hold_at_once_erase_nothing_that_is_held(desk: Database, round_: int) -> None:
    with desk.transaction() as session:
        case = left(session).case_id
        request = asked(session).id
        member(session, APPROVER)

    def approve() -> None:
        with desk.transaction() as session:
            agree(session, request)

    def hold() -> None:
        with desk.transaction() as session:
            kept(session, case)

    outcomes = together(*([approve, hold] if round_ % 2 else [hold, approve]))
    assert set(errors(outcomes)) <= {NotApprovable}
    assert carried_out(desk) == 0
    with desk.reading() as session:
        assert session.scalar(sa.select(Case.__table__.c.id).where(Case.__table__.c.id == case)) == case


def test_what_is_to_be_erased_on_a_request_is_shown_before(desk: Database) -> None:
    with desk.transaction() as session:
        left(session)
        request = asked(session).id
    with desk.transaction() as session:
        agree(session, request)
        (one,) = privacy.due(session, SOON)
    assert (one.number, one.ground, one.on) == ("2026/000001", "requested", NOW)
