"""What a customer was told by mail stands on the case as it left, without its secrets, and goes with the case."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from provisioner import privacy
from provisioner.database import Database
from provisioner.journal import WORKER
from provisioner.mail.tables import SentMail
from provisioner.outside.ports import PermanentError
from provisioner.privacy import Ground
from provisioner.staff.roles import Role
from tests.factories import approved_account
from tests.privacy.desk import close, erasing, said_anywhere
from tests.web.desk import desk_over
from tests.worker.desk import WorkerDesk
from tests.worker.test_reminding import SOON
from tests.worker.troubles import raising


@pytest.fixture
def kept(database_url: str, tmp_path: Path) -> Iterator[Database]:
    """A database of a process that may erase, on both kinds."""
    with erasing(database_url, tmp_path) as database:
        yield database


def mails(database: Database) -> list[SentMail]:
    with database.reading() as session:
        return list(session.scalars(sa.select(SentMail).order_by(SentMail.id)))


def test_a_mail_is_kept_word_for_word_but_for_its_secrets(kept: Database) -> None:
    desk = WorkerDesk(kept)
    account = approved_account(kept)
    desk.run()
    (sent,), (one,) = desk.mailer.sent, mails(kept)
    secrets = (desk.mailed_password(), next(line for line in sent.text.splitlines() if desk.mailed_token() in line))
    assert (one.case_id, one.address, one.language, one.subject) == (account.case_id, sent.to, "pl", sent.subject)
    masked = sent.text
    for secret in secrets:
        assert secret in masked
        masked = masked.replace(secret, "••••")
    assert one.text == masked


def test_neither_password_nor_link_of_a_mail_stands_anywhere_in_the_database(kept: Database) -> None:
    desk = WorkerDesk(kept)
    approved_account(kept)
    desk.run()
    password, token = desk.mailed_password(), desk.mailed_token()
    groups = [password[at : at + 4] for at in range(0, len(password), 4)]
    assert said_anywhere(kept, ("••••",)), "the test would see nothing"
    for secret in (password, " ".join(groups), "-".join(groups), token.casefold()):
        assert said_anywhere(kept, (secret,)) == []


def test_a_reminder_is_kept_beside_the_mail_it_reminds_of(kept: Database) -> None:
    desk = WorkerDesk(kept)
    approved_account(kept)
    desk.run()
    desk.later()
    desk.later(hours=SOON)
    desk.run()
    assert [one.subject for one in mails(kept)] == [one.subject for one in desk.mailer.sent]
    assert len(mails(kept)) == 2


def test_a_mail_that_was_refused_is_not_told_as_sent(kept: Database) -> None:
    desk = WorkerDesk(kept)
    desk.mailer.trouble = raising(PermanentError("smtp_550"))
    approved_account(kept)
    desk.run()
    assert mails(kept) == []


def test_the_case_shows_the_mail_at_the_line_that_tells_of_it(kept: Database) -> None:
    desk = WorkerDesk(kept)
    account = approved_account(kept)
    desk.run()
    shown = desk_over(kept).as_(Role.CLERK).get(f"/applications/{account.case_id}").text
    assert "Mail as sent: " in shown
    assert "To: jozef@example.com" in shown
    assert "Hasło tymczasowe: ••••" in " ".join(shown.split())
    assert desk.mailed_password() not in shown


def test_with_the_case_its_mails_are_gone(kept: Database) -> None:
    desk = WorkerDesk(kept)
    account = approved_account(kept)
    desk.run()
    with kept.transaction() as session:
        close(session)
    with kept.transaction() as session:
        now = kept.now(session)
        privacy.erase(session, account.case_id, Ground.ENDED, at=now, actor=WORKER)
    assert mails(kept) == []
    assert said_anywhere(kept) == []
