"""The link "it wasn't me": what it does once, what it never does, and what staff make of it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from provisioner import accounts, office
from provisioner.accounts import not_me
from provisioner.accounts.blocking.rules import BlockGround
from provisioner.accounts.blocking.tables import AccountBlock
from provisioner.accounts.not_me import Links
from provisioner.accounts.not_me.links import KEPT
from provisioner.accounts.not_me.listing import reported, reported_count
from provisioner.accounts.not_me.tables import NotMe, NotMeOutcome
from provisioner.accounts.rules import LIVE, AccountStatus
from provisioner.accounts.tables import Account
from provisioner.database import Database
from provisioner.entry.reasons import ReasonMissing
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry
from provisioner.mail.language import Language
from provisioner.outbox.tables import Task
from tests.factories import NOW, member
from tests.reported import linked, live, tokens, used

REASON = "Klient dzwonił z numeru z umowy, to jego wniosek."


def status(database: Database) -> AccountStatus:
    with database.reading() as session:
        return session.scalars(sa.select(Account.status)).one()


def link(database: Database) -> NotMe:
    with database.reading() as session:
        return session.scalars(sa.select(NotMe)).one()


def waiting(database: Database) -> int:
    with database.reading() as session:
        count = session.scalar(sa.select(reported_count()))
        assert len(reported(session)) == count
    return count or 0


def press(database: Database, token: str) -> bool:
    with database.transaction() as session:
        return not_me.report(session, token, at=NOW)


def set_rule(database: Database, name: str, value: str) -> None:
    with database.transaction() as session:
        office.change(session, name, value)


def test_a_link_that_is_used_blocks_at_once_and_asks_staff(database: Database) -> None:
    account = live(database)
    assert press(database, linked(database, account))
    assert (status(database), waiting(database)) == (AccountStatus.BLOCKING, 1)
    with database.reading() as session:
        stands = session.scalars(sa.select(AccountBlock)).one()
        assert (stands.ground, stands.by) == (BlockGround.TAKEOVER, None)
        (task,) = session.scalars(sa.select(Task).where(Task.done_at.is_(None)))
        assert (task.kind, task.urgency) == ("block", 0)
        lines = session.scalars(sa.select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(2)).all()
    assert [(line.event, line.actor) for line in lines] == [
        (Event.ACCOUNT_BLOCK_ASKED, "reader"), (Event.ACCOUNT_NOT_ME_REPORTED, "reader"),
    ]  # fmt: skip


def test_where_the_office_wants_to_decide_first_it_only_asks(database: Database) -> None:
    set_rule(database, "block_on_not_me", "false")
    assert press(database, linked(database, live(database)))
    assert (status(database), waiting(database)) == (AccountStatus.ACTIVATED, 1)


def test_the_reader_of_a_former_address_cannot_lock_out_whoever_has_the_account_now(database: Database) -> None:
    account = live(database)
    with database.transaction() as session:
        gone_astray = Links("http://localhost").made(session, account.id, "obcy@example.com", Language.PL, at=NOW)
    assert press(database, gone_astray.partition("t=")[2].partition("&")[0])
    assert (status(database), waiting(database)) == (AccountStatus.ACTIVATED, 1)


@pytest.mark.parametrize("state", sorted(set(AccountStatus) - LIVE))
def test_an_account_that_cannot_be_blocked_any_more_is_only_reported(database: Database, state: AccountStatus) -> None:
    assert press(database, linked(database, live(database, state)))
    assert (status(database), waiting(database)) == (state, 1)


def test_a_link_works_once_and_only_in_its_time(database: Database) -> None:
    set_rule(database, "not_me_link_days", "2")
    token = linked(database, live(database), at=NOW - timedelta(days=2))
    assert not press(database, token), "outdated"
    with database.transaction() as session:
        session.execute(sa.update(NotMe).values(ends_at=NOW + timedelta(seconds=1)))
    assert press(database, token)
    assert not press(database, token), "used"
    for unknown in tokens():
        assert not press(database, unknown)


def test_looking_at_an_offer_changes_nothing(database: Database) -> None:
    token = linked(database, live(database))
    with database.reading() as session:
        assert not_me.offer(session, token, at=NOW)
    assert (status(database), waiting(database)) == (AccountStatus.ACTIVATED, 0)
    assert press(database, token)


def test_the_database_holds_neither_token_nor_address(database: Database) -> None:
    account = live(database)
    token = linked(database, account)
    kept = " ".join(str(value) for value in vars(link(database)).values())
    assert len(token) * 6 >= 128
    assert token not in kept
    assert account.email not in kept


def test_staff_keep_a_block_or_dismiss_the_report(database: Database) -> None:
    account = live(database)
    used(database, account)
    with database.transaction() as session:
        not_me.confirm(session, account.case_id, by=member(session, "Barbara Lis"), at=NOW)
    assert (status(database), waiting(database)) == (AccountStatus.BLOCKING, 0)
    assert link(database).outcome is NotMeOutcome.BLOCKED
    with pytest.raises(accounts.NothingToDo), database.transaction() as session:
        not_me.dismiss(session, account.case_id, reason=REASON, by=member(session, "Barbara Lis"), at=NOW)


def test_staff_block_what_was_not_blocked_at_once(database: Database) -> None:
    set_rule(database, "block_on_not_me", "false")
    account = live(database)
    used(database, account)
    with database.transaction() as session:
        not_me.confirm(session, account.case_id, by=member(session, "Barbara Lis"), at=NOW)
    assert (status(database), waiting(database)) == (AccountStatus.BLOCKING, 0)


def test_dismissing_needs_a_reason_and_lifts_no_block(database: Database) -> None:
    account = live(database)
    used(database, account)
    with pytest.raises(ReasonMissing), database.transaction() as session:
        not_me.dismiss(session, account.case_id, reason=" ", by=member(session, "Barbara Lis"), at=NOW)
    assert waiting(database) == 1
    with database.transaction() as session:
        not_me.dismiss(session, account.case_id, reason=REASON, by=member(session, "Barbara Lis"), at=NOW)
    assert (status(database), waiting(database)) == (AccountStatus.BLOCKING, 0)
    assert link(database).reason == REASON


def test_old_links_are_swept_and_waiting_reports_stay(database: Database) -> None:
    account = live(database)
    used(database, account)
    linked(database, account)
    with database.transaction() as session:
        session.execute(sa.update(NotMe).values(ends_at=NOW - KEPT))
        assert not_me.sweep(session, NOW, 10) == 0
        assert not_me.sweep(session, NOW + timedelta(seconds=1), 10) == 1
    assert waiting(database) == 1
