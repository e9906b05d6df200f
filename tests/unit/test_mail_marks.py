"""How a mail leaves so that a report about it can be known again, and asked for where the server knows how."""

from typing import Any

import pytest

from provisioner.outside.ports import Mail
from provisioner.outside.smtp.mailer import SmtpMailer
from provisioner.settings import Settings
from tests.returned import OURS
from tests.scripted_smtp import scripted

MAIL = Mail("jozef@example.com", "Twoje konto iBOK jest gotowe", "tekst", "<p>tekst</p>", "pl", OURS)
READ = {"reports_host": "imap.example.com"}
KNOWS = {"EHLO": "250-here\r\n250-DSN\r\n250 8BITMIME"}
ASKING = ["mail FROM:<ibok@example.com> RET=HDRS ENVID=", "rcpt TO:<jozef@example.com> NOTIFY=SUCCESS,DELAY,FAILURE"]
PLAIN = ["mail FROM:<ibok@example.com>", "rcpt TO:<jozef@example.com>"]


def sent(mail: Mail, answers: dict[str, str], times: int = 1, **settings: Any) -> list[str]:
    """The lines a mail server hears."""
    heard: list[str] = []
    with scripted(answers, heard) as port:
        known = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none", **settings}
        mailer = SmtpMailer(Settings(**known), "iBOK")
        for _ in range(times):
            mailer.send(mail)
        mailer.close()
    return heard


def test_the_mark_is_the_mails_id_on_one_line() -> None:
    heard = sent(MAIL, {})
    assert f"Message-ID: <{OURS}@example.com>" in heard


def test_a_mail_nobody_follows_has_an_id_of_its_own_each_time() -> None:
    heard = sent(Mail("jozef@example.com", "Kotwica", "tekst", "<p>tekst</p>", "pl"), KNOWS, times=2, **READ)
    ids = {line for line in heard if line.startswith("Message-ID:")}
    assert len(ids) == 2
    assert [line for line in heard if line.startswith(("mail ", "rcpt "))] == PLAIN * 2


def test_reports_are_asked_for_without_the_mail_itself_coming_back() -> None:
    """What comes back holds no password: headers only."""
    asked = [f"{ASKING[0]}{OURS}", ASKING[1]]
    heard = sent(MAIL, KNOWS, times=2, **READ)
    assert [line for line in heard if line.startswith(("mail ", "rcpt "))] == asked * 2


@pytest.mark.parametrize(
    "answers, settings", [({}, READ), (KNOWS, {})], ids=["unknown to the server", "read by nobody"]
)
def test_otherwise_nothing_is_asked(answers: dict[str, str], settings: dict[str, Any]) -> None:
    heard = sent(MAIL, answers, **settings)
    assert [line for line in heard if line.startswith(("mail ", "rcpt "))] == PLAIN
