"""Mails in the office's own words: said so from the next mail on, and the history tells in which version."""

import sqlalchemy as sa

from provisioner import administration
from provisioner.database import Database
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry
from provisioner.mail.language import Language
from tests.editions import BY
from tests.factories import approved_account
from tests.worker.desk import WorkerDesk


def test_the_access_mail_speaks_in_the_offices_words_and_its_line_says_which(database: Database) -> None:
    desk = WorkerDesk(database)
    with database.transaction() as session:
        said = {Language.PL: {"subject": "Witamy w iBOK", "closing": "Pozdrawiamy: {utility}"}}
        administration.reword(session, "credentials", said, seen=0, **BY)
    approved_account(database)
    desk.run()
    (sent,) = desk.mailer.sent
    assert sent.subject == "Witamy w iBOK"
    assert "Pozdrawiamy: " in sent.text
    assert "Hasło tymczasowe: " in sent.text
    with database.reading() as session:
        (line,) = session.scalars(sa.select(AuditEntry).where(AuditEntry.event == Event.ACCOUNT_NOTIFIED))
    assert line.details["wording"] == "credentials 1"
