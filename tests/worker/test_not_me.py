"""From the link in a mail to the blocked account, also where the process dies on the way."""

import pytest
import sqlalchemy as sa

from provisioner.accounts import not_me
from provisioner.accounts.carrying_out.failpoints import Failpoint
from provisioner.accounts.not_me.tables import NotMe
from provisioner.accounts.rules import AccountStatus
from provisioner.database import Database
from tests.factories import approved_account
from tests.worker.desk import PUBLIC_URL, WorkerDesk
from tests.worker.troubles import Killed, kill_at


def press(desk: WorkerDesk, token: str) -> bool:
    with desk.database.transaction() as session:
        return not_me.report(session, token, at=desk.database.now(session))


def test_every_mail_carries_a_link_of_its_own_and_the_first_one_blocks(database: Database) -> None:
    desk = WorkerDesk(database)
    account = approved_account(database)
    desk.run()
    assert press(desk, desk.mailed_token())
    desk.run()
    assert desk.state(account.id)[0] is AccountStatus.BLOCKED
    (user,) = desk.directory.users.values()
    assert not user.enabled
    access, blocked = desk.mailer.sent
    assert "zablokowane" in blocked.subject
    assert desk.mailed_token(0) != desk.mailed_token(1)
    for mail in (access, blocked):
        assert mail.text.count(PUBLIC_URL) == mail.html.count(PUBLIC_URL) == 1
    assert press(desk, desk.mailed_token(1)), "the notice of the block has one too, which only tells the office"


@pytest.mark.parametrize("point", [Failpoint.BEFORE_SMTP, Failpoint.AFTER_250])
def test_a_link_that_left_works_whatever_became_of_the_process(database: Database, point: Failpoint) -> None:
    desk = WorkerDesk(database)
    account = approved_account(database)
    with pytest.raises(Killed):
        desk.run(desk.worker(kill_at(point)))
    desk.later()
    desk.run()
    for number in range(len(desk.mailer.sent)):
        assert press(desk, desk.mailed_token(number))
    desk.run()
    assert desk.state(account.id)[0] is AccountStatus.BLOCKED


def test_a_link_is_known_before_its_mail_leaves(database: Database) -> None:
    desk = WorkerDesk(database)
    approved_account(database)
    known: list[int] = []

    def count(mail: object) -> None:
        with database.reading() as session:
            known.append(session.scalar(sa.select(sa.func.count()).select_from(NotMe)) or 0)

    desk.mailer.trouble = count
    desk.run()
    assert known == [1]
