"""Until when the certificates of the servers that we speak to are good: only their dates are read, nothing is told."""

import smtplib
import ssl
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from socket import create_connection
from threading import Event, Lock, Thread
from urllib.parse import urlsplit

from cryptography.x509 import load_der_x509_certificate

from provisioner.outside.parts import KEYCLOAK, MAIL, REPORTS
from provisioner.settings import Settings

SECONDS = 5
LOOKED_AT_EVERY = 3600.0
HTTPS = 443


@dataclass(frozen=True)
class End:
    """A server that shows a certificate, at once or after STARTTLS."""

    name: str
    host: str
    port: int
    after_starttls: bool = False


def ends(settings: Settings) -> Iterator[End]:
    """Each server that we reach over TLS."""
    keycloak = urlsplit(settings.keycloak_server)
    if keycloak.scheme == "https":
        yield End(KEYCLOAK, str(keycloak.hostname), keycloak.port or HTTPS)
    if settings.smtp_security != "none" and not settings.training:
        yield End(MAIL, settings.smtp_host, settings.smtp_port, settings.smtp_security == "starttls")
    if settings.reports_host:
        yield End(REPORTS, settings.reports_host, settings.reports_port)


def good_until(end: End) -> datetime:
    """The last moment of its certificate, also of one that is over. Raises OSError where none is shown."""
    context = ssl.create_default_context()
    # Whoever works with the server verifies it and stops; here the date of a bad one must be told, too.
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        shown = _after_starttls(end, context) if end.after_starttls else _at_once(end, context)
    except smtplib.SMTPException as error:
        raise OSError(str(error)) from None
    return load_der_x509_certificate(shown).not_valid_after_utc


def _at_once(end: End, context: ssl.SSLContext) -> bytes:
    with (
        create_connection((end.host, end.port), SECONDS) as plain,
        context.wrap_socket(plain, server_hostname=end.host) as protected,
    ):
        return protected.getpeercert(binary_form=True) or b""


def _after_starttls(end: End, context: ssl.SSLContext) -> bytes:
    with smtplib.SMTP(end.host, end.port, timeout=SECONDS) as server:
        server.starttls(context=context)
        protected = server.sock
        return (protected.getpeercert(binary_form=True) if isinstance(protected, ssl.SSLSocket) else None) or b""


@dataclass
class Certificates:
    """Asks each server once an hour, in a thread of its own, so that a silent one holds up nobody who wants to know.

    One that is silent keeps what it said last.
    """

    ends: tuple[End, ...]
    look: Callable[[End], datetime] = good_until
    _known: dict[str, datetime] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def __call__(self) -> Mapping[str, datetime]:
        """The last moment of each, by the server's name, as it was when somebody last looked."""
        with self._lock:
            return dict(self._known)

    def keep(self, stop: Event) -> None:
        """Look now and each hour until it is asked to stop."""
        Thread(target=self._kept, args=(stop,), name="certificates", daemon=True).start()

    def _kept(self, stop: Event) -> None:
        self.refresh()
        while not stop.wait(LOOKED_AT_EVERY):
            self.refresh()

    def refresh(self) -> None:
        """Ask each server."""
        for end in self.ends:
            try:
                until = self.look(end)
            except (OSError, ValueError):
                # That it is away is told by whoever works with it.
                continue
            with self._lock:
                self._known[end.name] = until
