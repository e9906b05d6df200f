"""A server that shows a certificate nobody vouches for is told nothing: no login, no token, no mail (ASVS 12.3.2)."""

import ssl
from collections.abc import Callable

import pytest

from provisioner.outside.keycloak.directory import KeycloakDirectory
from provisioner.outside.ports import ConfigurationError, TransientError
from provisioner.outside.smtp.mailer import SmtpMailer
from provisioner.settings import Settings
from tests.shown_certificate import showing, unvouched
from tests.unit.test_smtp import MAIL

SECRET = "s" * 40


@pytest.fixture(scope="module")
def false(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    return unvouched(tmp_path_factory.mktemp("false"))


def listening(heard: list[bytes]) -> Callable[[ssl.SSLSocket], None]:
    """What the caller says under this certificate is kept."""
    return lambda shown: heard.append(shown.recv(1024))


@pytest.mark.parametrize(("security", "greets"), [("tls", False), ("starttls", True)])
def test_a_mail_server_with_a_false_certificate_gets_no_mail(
    false: ssl.SSLContext, security: str, greets: bool
) -> None:
    heard: list[bytes] = []
    with showing(false, listening(heard), after_starttls=greets) as port:
        about = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": security}
        with pytest.raises(ConfigurationError) as refused:
            SmtpMailer(Settings(**about, smtp_username="desk", smtp_password=SECRET), "iBOK").send(MAIL)
    assert refused.value.problem == "mail_certificate"
    assert b"".join(heard) == b""


def test_a_keycloak_with_a_false_certificate_gets_no_secret(false: ssl.SSLContext) -> None:
    heard: list[bytes] = []
    with showing(false, listening(heard), after_starttls=False) as port:
        about = Settings(keycloak_url=f"https://127.0.0.1:{port}", provisioner_client_secret=SECRET)
        with pytest.raises((ConfigurationError, TransientError)):
            KeycloakDirectory(about).find("104233")
    assert b"".join(heard) == b""
