"""The development mailbox: takes every mail, shows it on a web page, delivers nothing."""

import imaplib
import os
import shutil
import sys
from email import message_from_bytes, policy
from email.message import EmailMessage
from importlib.util import find_spec
from pathlib import Path

from provisioner.local.errors import StackError
from provisioner.local.ports import LOOPBACK, Ports
from provisioner.local.secret_files import private_folder

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
    return [message_from_bytes(content, policy=policy.default) for content in _contents(ports, password)]


def keep_mails(ports: Ports, password: str, folder: Path) -> None:
    """Write the mails into a private folder, because the mailbox itself remembers nothing.

    Does nothing when the mailbox does not answer.
    """
    try:
        contents = _contents(ports, password)
    except (OSError, imaplib.IMAP4.error):
        return
    shutil.rmtree(folder, ignore_errors=True)
    private_folder(folder)
    for place, content in enumerate(contents):
        (folder / f"{place:06d}.eml").write_bytes(content)


def bring_back_mails(ports: Ports, password: str, folder: Path) -> None:
    """Put the mails of the last run back into the empty mailbox.

    Raises OSError or imaplib.IMAP4.error when it does not answer.
    """
    kept = sorted(folder.glob("*.eml"))
    if not kept:
        return
    with imaplib.IMAP4(LOOPBACK, ports.imap, timeout=10) as server:
        server.login(USER, password)
        for file in kept:
            server.append("INBOX", "", "", file.read_bytes())


def _contents(ports: Ports, password: str) -> list[bytes]:
    with imaplib.IMAP4(LOOPBACK, ports.imap, timeout=10) as server:
        server.login(USER, password)
        server.select("INBOX", readonly=True)
        _, found = server.search(None, "ALL")
        answers = [server.fetch(number, "(BODY.PEEK[])")[1] for number in found[0].split()]
    return [next(part[1] for part in parts if isinstance(part, tuple)) for parts in answers]
