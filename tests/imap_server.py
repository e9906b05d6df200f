"""A real Dovecot for the tests: one mailbox over TLS, with a certificate of its own."""

import datetime
import grp
import imaplib
import os
import pwd
import shutil
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from provisioner.local.ports import free_ports
from provisioner.settings import Settings
from tests.prerequisites import find_dovecot

PASSWORD = "a-password-of-tests"
START_SECONDS = 20
CONFIG = """
base_dir = {base}/run
state_dir = {base}/state
log_path = {base}/log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{base}/certificate.pem
ssl_key = <{base}/key.pem
mail_location = maildir:{base}/mail/%u
first_valid_uid = 1
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={owner} gid={group_of_owner} home={base}/mail/%u
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
"""


@dataclass(frozen=True)
class ImapServer:
    """Where it listens, what vouches for it, and whose mailbox it is; any user has one."""

    port: int
    certificate: Path
    user: str = "zwroty@example.com"

    def settings(self, **changed: object) -> Settings:
        """Settings of a worker that reads the mailbox."""
        known: dict[str, object] = {
            "reports_host": "localhost", "reports_port": self.port, "reports_username": self.user,
            "reports_password": PASSWORD, "reports_ca": self.certificate, "reports_timeout_seconds": 10,
        }  # fmt: skip
        return Settings(**{**known, **changed})

    @contextmanager
    def opened(self, folder: str = "INBOX") -> Iterator[imaplib.IMAP4_SSL]:
        """The mailbox as the office's people and a mail server see it."""
        context = ssl.create_default_context(cafile=str(self.certificate))
        with imaplib.IMAP4_SSL("localhost", self.port, ssl_context=context, timeout=10) as client:
            client.login(self.user, PASSWORD)
            client.select(folder)
            yield client

    def deliver(self, *mails: bytes, folder: str = "INBOX") -> None:
        """A mail server puts mails into the mailbox."""
        with self.opened(folder) as client:
            for mail in mails:
                assert client.append(folder, "", "", mail)[0] == "OK"

    def unread(self, folder: str = "INBOX") -> int:
        """How many messages nobody has read."""
        with self.opened(folder) as client:
            return len(client.search(None, "UNSEEN")[1][0].split())

    def empty(self) -> None:
        """Delete what lies in it; its numbers are not given again."""
        with self.opened() as client:
            client.store("1:*", "+FLAGS.SILENT", r"(\Deleted)")
            client.expunge()


@contextmanager
def running_imap() -> Iterator[ImapServer]:
    """Start a Dovecot in a folder of its own; fails where the program is missing, it never skips."""
    program = find_dovecot()
    if program is None:
        pytest.fail("Dovecot is missing: run `python -m tests.prerequisites`")
    base = Path(tempfile.mkdtemp(prefix="imap-"))
    base.chmod(0o755)
    (port,) = free_ports(1)
    _certify(base)
    _configure(base, port)
    with (base / "out").open("wb") as out:
        server = subprocess.Popen([program, "-F", "-c", base / "dovecot.conf"], stdout=out, stderr=out)
    try:
        _wait(base, port, server)
        yield ImapServer(port, base / "certificate.pem")
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(base, ignore_errors=True)


def _configure(base: Path, port: int) -> None:
    root = os.geteuid() == 0
    me, group = pwd.getpwuid(os.geteuid()).pw_name, grp.getgrgid(os.getegid()).gr_name
    owner, group_of_owner = ("nobody", "nogroup") if root else (me, group)
    (base / "mail").mkdir()
    if root:  # Dovecot reads no mail as root.
        shutil.chown(base / "mail", owner, group_of_owner)
    config = CONFIG.format(
        base=base, port=port, password=PASSWORD, owner=owner, group_of_owner=group_of_owner,
        internal="dovecot" if root else me, group="dovecot" if root else group, login="dovenull" if root else me,
    )  # fmt: skip
    (base / "dovecot.conf").write_text(config)


def _wait(base: Path, port: int, server: subprocess.Popen[bytes]) -> None:
    context = ssl.create_default_context(cafile=str(base / "certificate.pem"))
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            with imaplib.IMAP4_SSL("localhost", port, ssl_context=context, timeout=2):
                return
        except OSError:
            if server.poll() is not None or time.monotonic() > end:
                said = "".join(file.read_text() for file in (base / "out", base / "log") if file.is_file())
                pytest.fail(f"Dovecot does not start: {said}")
            time.sleep(0.05)


def _certify(base: Path) -> None:
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "imap")])
    now = datetime.datetime.now(datetime.UTC)
    names = [x509.DNSName("localhost")]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    (base / "certificate.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (base / "key.pem").write_bytes(private)


@pytest.fixture(scope="session")
def imap_server() -> Iterator[ImapServer]:
    """The Dovecot of this test process."""
    with running_imap() as server:
        yield server


@pytest.fixture
def mailbox(imap_server: ImapServer) -> ImapServer:
    """The same, with a mailbox of its own for each test."""
    return replace(imap_server, user=f"zwroty-{uuid4().hex}@example.com")
