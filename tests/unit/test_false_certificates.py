"""A server that shows a certificate nobody vouches for is told nothing: no login, no token, no mail (ASVS 12.3.2)."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from provisioner.outside.keycloak import KeycloakDirectory
from provisioner.outside.ports import ConfigurationError, TransientError
from provisioner.outside.smtp import SmtpMailer
from provisioner.settings import Settings
from tests.compose.authority import authority
from tests.unit.test_smtp import MAIL

SECRET = "s" * 40


@pytest.fixture(scope="module")
def false(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*authority(tmp_path_factory.mktemp("false")))
    return context


@contextmanager
def pretending(context: ssl.SSLContext, heard: list[bytes], *, greets: bool) -> Iterator[int]:
    """One caller is answered with this certificate; what it says under it is kept. Gives the port."""
    listening = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        plain, _ = listening.accept()
        with plain:
            if greets:
                for said in (b"220 here\r\n", b"250-here\r\n250 STARTTLS\r\n"):
                    plain.sendall(said)
                    plain.recv(1024)
                plain.sendall(b"220 go on\r\n")
            try:
                with context.wrap_socket(plain, server_side=True) as shown:
                    heard.append(shown.recv(1024))
            except (ssl.SSLError, OSError):
                pass  # The caller has hung up, as it should.

    thread = threading.Thread(target=answer)
    thread.start()
    try:
        yield int(listening.getsockname()[1])
    finally:
        thread.join()
        listening.close()


@pytest.mark.parametrize(("security", "greets"), [("tls", False), ("starttls", True)])
def test_a_mail_server_with_a_false_certificate_gets_no_mail(
    false: ssl.SSLContext, security: str, greets: bool
) -> None:
    heard: list[bytes] = []
    with pretending(false, heard, greets=greets) as port:
        about = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": security}
        with pytest.raises(ConfigurationError) as refused:
            SmtpMailer(Settings(**about, smtp_username="desk", smtp_password=SECRET), "iBOK").send(MAIL)
    assert refused.value.problem == "mail_certificate"
    assert b"".join(heard) == b""


def test_a_keycloak_with_a_false_certificate_gets_no_secret(false: ssl.SSLContext) -> None:
    heard: list[bytes] = []
    with pretending(false, heard, greets=False) as port:
        about = Settings(keycloak_url=f"https://127.0.0.1:{port}", provisioner_client_secret=SECRET)
        with pytest.raises((ConfigurationError, TransientError)):
            KeycloakDirectory(about).find("104233")
    assert b"".join(heard) == b""
