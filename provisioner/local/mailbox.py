"""The development mailbox: takes every mail, shows it on a web page, delivers nothing."""

import imaplib
import os
import sys
from email import message_from_bytes, policy
from email.message import EmailMessage
from importlib.util import find_spec

from provisioner.local.errors import StackError
from provisioner.local.ports import LOOPBACK, Ports

USER = "skrzynka@example.org"


def check_installed() -> None:
    """Make sure the mailbox program is there.

    Raises StackError when the package was installed without its `local` extra.
    """
    if find_spec("mail_devel") is None:
        raise StackError("the development mailbox is missing: install the package with its extra, provisioner[local]")


def mailbox_command(ports: Ports) -> list[str]:
    """What starts it, on the loopback only."""
    return [
        sys.executable,
        "-m",
        "mail_devel",
        f"--host={LOOPBACK}",
        f"--smtp-port={ports.smtp}",
        f"--http-port={ports.inbox}",
        f"--imap-port={ports.imap}",
    ]


def mailbox_environment(password: str) -> dict[str, str]:
    """Its environment; the password never becomes an argument."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return kept | {"MAIL_USER": USER, "MAIL_PASSWORD": password}


def is_ready(ports: Ports) -> bool:
    """Whether it takes mails and lets them be read."""
    try:
        with imaplib.IMAP4(LOOPBACK, ports.imap, timeout=2):
            return True
    except (OSError, imaplib.IMAP4.error):
        return False


def read_mails(ports: Ports, password: str) -> list[EmailMessage]:
    """Every mail in the mailbox, oldest first.

    Raises OSError or imaplib.IMAP4.error when it does not answer.
    """
    with imaplib.IMAP4(LOOPBACK, ports.imap, timeout=10) as server:
        server.login(USER, password)
        server.select("INBOX", readonly=True)
        _, found = server.search(None, "ALL")
        mails = []
        for number in found[0].split():
            _, parts = server.fetch(number, "(BODY.PEEK[])")
            content = next(part[1] for part in parts if isinstance(part, tuple))
            mails.append(message_from_bytes(content, policy=policy.default))
    return mails
