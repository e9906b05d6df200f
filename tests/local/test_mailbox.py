"""The development mailbox: takes mails, shows them, and finds them again after a restart."""

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path

from provisioner.local import mailbox
from provisioner.local.ports import Ports
from provisioner.local.supervisor import Supervisor
from tests.local_stack import free_base

PASSWORD = "only for this test"


@contextmanager
def running_mailbox(ports: Ports, logs: Path) -> Iterator[None]:
    with Supervisor(logs, print) as supervisor:
        environment = mailbox.mailbox_environment(PASSWORD)
        supervisor.start("mailbox", mailbox.mailbox_command(ports), environment)
        supervisor.wait_until(lambda: mailbox.is_ready(ports), "mailbox", 30)
        yield


def send(ports: Ports, subject: str) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "ibok@example.com", "zofia@example.org", subject
    mail.set_content("Dzień dobry")
    with smtplib.SMTP("127.0.0.1", ports.smtp, timeout=10) as server:
        server.send_message(mail)


def test_mails_survive_a_restart_and_their_files_are_private(tmp_path: Path) -> None:
    ports, kept = Ports(free_base()), tmp_path / "mails"
    with running_mailbox(ports, tmp_path / "log"):
        send(ports, "Pierwszy żółty")
        send(ports, "Drugi")
        mailbox.keep_mails(ports, PASSWORD, kept)
    assert kept.stat().st_mode & 0o777 == 0o700
    with running_mailbox(ports, tmp_path / "log"):
        mailbox.bring_back_mails(ports, PASSWORD, kept)
        assert [mail["Subject"] for mail in mailbox.read_mails(ports, PASSWORD)] == ["Pierwszy żółty", "Drugi"]


def test_a_silent_mailbox_loses_nothing_that_was_kept(tmp_path: Path) -> None:
    (tmp_path / "000000.eml").write_text("Subject: kept\n\n")
    mailbox.keep_mails(Ports(free_base()), PASSWORD, tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["000000.eml"]


def test_the_password_is_no_argument() -> None:
    assert PASSWORD not in " ".join(mailbox.mailbox_command(Ports(8400)))
