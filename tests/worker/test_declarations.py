"""A customer is asked by mail to accept a new Regulamin, unless it is accepted or nobody can log in any more."""

import pytest
import sqlalchemy as sa

from provisioner import declarations
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.declarations.tables import RegulaminCall
from provisioner.journal import Event
from provisioner.office.tables import OfficeSetting
from provisioner.outside.ports import PermanentError, TransientError
from tests import declared
from tests.factories import NOW, TODAY, member
from tests.worker.desk import WorkerDesk
from tests.worker.test_blocking import events
from tests.worker.troubles import no_trouble, raising

pytestmark = pytest.mark.sweep


@pytest.fixture
def asked(desk: WorkerDesk) -> Account:
    """Somebody under the old Regulamin who is to be asked."""
    with desk.database.transaction() as session:
        account = declared.under_the_old(session)
        declared.with_a_new(session)
        session.add(OfficeSetting(name="reacceptance_on_new_version", value=True))
    with desk.database.transaction() as session:
        assert declarations.ask(session, today=TODAY, by=member(session, declared.APPROVER), at=NOW) == 1
    return account


def calls(desk: WorkerDesk) -> list[RegulaminCall]:
    with desk.database.reading() as session:
        return list(session.scalars(sa.select(RegulaminCall)))


def test_the_mail_says_what_is_to_be_accepted_and_until_when(desk: WorkerDesk, asked: Account) -> None:
    desk.run()
    (mail,) = desk.mailer.sent
    assert (mail.to, mail.subject) == (asked.email, "Nowy Regulamin iBOK: prosimy o akceptację")
    for wanted in ("Regulamin z listopada", "20 listopada 2026", "23 stycznia 2027", asked.login):
        assert wanted in mail.text
        assert wanted in mail.html
    assert "/not-me?t=" in mail.text
    assert events(desk, asked)[-1] == Event.ACCOUNT_TOLD


def test_who_has_accepted_it_meanwhile_gets_no_mail(desk: WorkerDesk, asked: Account) -> None:
    declared.approved(desk.database, asked, declared.REGULAMIN)
    desk.run()
    assert desk.mailer.sent == []


def test_whose_account_is_blocked_meanwhile_gets_no_mail(desk: WorkerDesk, asked: Account) -> None:
    with desk.database.transaction() as session:
        session.execute(sa.update(Account).values(status=AccountStatus.BLOCKED))
    desk.run()
    assert desk.mailer.sent == []
    assert calls(desk) == [], "somebody may ask later"


def test_a_mail_server_that_is_down_is_waited_for(desk: WorkerDesk, asked: Account) -> None:
    desk.mailer.trouble = raising(TransientError("mail_unreachable", component="mail"))
    desk.run()
    desk.mailer.trouble = no_trouble
    desk.later()
    desk.run()
    assert len(desk.mailer.sent) == 1


def test_a_refused_mailbox_stands_in_the_history_and_the_account_stays_as_it_is(
    desk: WorkerDesk, asked: Account
) -> None:
    desk.mailer.trouble = raising(PermanentError("550"))
    desk.run()
    assert events(desk, asked)[-1] == Event.ACCOUNT_NOT_TOLD
    assert desk.state(asked.id) == (AccountStatus.ACTIVATED, None)
    assert calls(desk) == [], "somebody may ask again, when the address is right"
