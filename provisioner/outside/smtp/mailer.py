"""The mail server behind the Mailer port; keeps one connection open between mails, fails closed without TLS."""

import secrets
import smtplib
import ssl
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime, make_msgid

from provisioner.outside.deadline import Deadline
from provisioner.outside.parts import MAIL
from provisioner.outside.ports import ConfigurationError, Mail, PermanentError, TransientError
from provisioner.outside.smtp import refusals
from provisioner.outside.smtp.dialogue import Smtp, SmtpTls
from provisioner.settings import Settings

KNOWN_LOGINS = frozenset({"CRAM-MD5", "PLAIN", "LOGIN"})
"""The ways of logging in that smtplib knows."""
ASKED = "NOTIFY=SUCCESS,DELAY,FAILURE"
BOUNDARY_BYTES = 16
KEPT_SHARE = 0.25
"""How much of the time a connection kept from the mail before may take to prove that it is alive."""


class SmtpMailer:
    """One connection an instance; each worker thread has its own. `name` is the sender as people read it."""

    def __init__(
        self,
        settings: Settings,
        name: str,
        in_transaction: Callable[[], bool] = lambda: False,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._settings = settings
        local, _, domain = settings.mail_from.partition("@")
        self._sender = Address(name, local, domain)
        self._in_transaction = in_transaction
        self._clock = clock
        self._open: Smtp | SmtpTls | None = None

    def send(self, mail: Mail) -> None:
        """Hand over one mail; returns once the server said 250."""
        if self._in_transaction():
            raise AssertionError("no network inside a transaction (P9)")
        message = self._message(mail)
        server = self._connected(self._deadline())
        try:
            of_the_mail, of_the_reader = self._asking(server, mail)
            server.send_message(message, mail_options=of_the_mail, rcpt_options=of_the_reader)
        except smtplib.SMTPRecipientsRefused as refused:
            failure = refusals.by_recipient(*next(iter(refused.recipients.values())))
        except smtplib.SMTPSenderRefused as refused:
            failure = refusals.by_sender(refused.smtp_code)
        except (smtplib.SMTPNotSupportedError, UnicodeError):
            failure = PermanentError("mail_address")
        except smtplib.SMTPDataError as refused:
            failure = refusals.by_content(refused.smtp_code, _raw(refused.smtp_error))
        except smtplib.SMTPHeloError as refused:
            failure = refusals.before_the_mail(refused)
        except (smtplib.SMTPException, OSError):
            # Once the content was begun the server may have the mail: the next one then says that it replaces this.
            failure = TransientError("mail_unreachable", MAIL, unknown=server.content_begun)
        else:
            return
        self.close()
        raise failure from None

    def _asking(self, server: Smtp | SmtpTls, mail: Mail) -> tuple[Sequence[str], Sequence[str]]:
        """What asks for reports of this mail (RFC 3461), where they are read and the server knows how.

        Headers only: the whole mail would come back with the password in it.
        """
        if not self._settings.reports_host or not mail.mark:
            return (), ()
        server.ehlo_or_helo_if_needed()
        if not server.has_extn("dsn"):
            return (), ()
        return ("RET=HDRS", f"ENVID={mail.mark}"), (ASKED,)

    def check(self) -> None:
        """Connect, protect and log in without sending anything. Raises as `send` does."""
        self._connected(self._deadline())
        self.close()

    def close(self) -> None:
        """Say goodbye if connected."""
        if self._open is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._open.quit()
            self._open.close()
        self._open = None

    def _deadline(self) -> Deadline:
        return Deadline(self._settings.smtp_timeout_seconds)

    def _kept(self, deadline: Deadline) -> Smtp | SmtpTls | None:
        """The connection kept from the mail before, if it still answers; a dead one leaves time for a new one."""
        if self._open is None:
            return None
        with suppress(smtplib.SMTPException, OSError):
            self._open.allow(deadline.part(KEPT_SHARE))
            if self._open.noop()[0] == 250:
                self._open.allow(deadline)
                return self._open
        self.close()
        return None

    def _connected(self, deadline: Deadline) -> Smtp | SmtpTls:
        if kept := self._kept(deadline):
            return kept
        try:
            self._open = self._connect(deadline)
        except ssl.SSLCertVerificationError:
            failure: Exception = ConfigurationError("mail_certificate", MAIL)
        except ssl.SSLError:
            failure = ConfigurationError("mail_no_tls", MAIL)
        except smtplib.SMTPException as error:
            failure = refusals.before_the_mail(error)
        except OSError:
            failure = TransientError("mail_unreachable", MAIL)
        else:
            return self._open
        raise failure from None

    def _connect(self, deadline: Deadline) -> Smtp | SmtpTls:
        s = self._settings
        context = ssl.create_default_context()
        server: Smtp | SmtpTls
        if s.smtp_security == "tls":
            server = SmtpTls(s.smtp_host, s.smtp_port, deadline=deadline, context=context)
        else:
            server = Smtp(s.smtp_host, s.smtp_port, deadline=deadline)
        try:
            if s.smtp_security == "starttls":
                _protect(server, context)
            if s.smtp_username and s.smtp_password:
                _log_in(server, s.smtp_username, s.smtp_password.get_secret_value())
        except BaseException:
            server.close()
            raise
        return server

    def _message(self, mail: Mail) -> EmailMessage:
        message = EmailMessage(policy=SMTP_POLICY)
        message["From"] = self._sender
        message["To"] = Address(addr_spec=mail.to)
        message["Subject"] = mail.subject
        message["Date"] = format_datetime(self._clock())
        domain = self._sender.domain
        message["Message-ID"] = f"<{mail.mark}@{domain}>" if mail.mark else make_msgid(domain=domain)
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.text)
        # Otherwise it is drawn as the mail is sent, and the whole mail looked through for it by a pattern of its own.
        message.make_alternative(boundary=f"=={secrets.token_hex(BOUNDARY_BYTES)}==")
        message.add_alternative(mail.html, subtype="html")
        if one := mail.attachment:
            message.add_attachment(one.content, maintype="application", subtype="pdf", filename=one.name)
        # Last, because making a mail of several parts moves every Content-… header into the first part.
        message["Content-Language"] = mail.language
        return message


def _protect(server: Smtp | SmtpTls, context: ssl.SSLContext) -> None:
    try:
        server.starttls(context=context)
    except smtplib.SMTPNotSupportedError:
        raise ConfigurationError("mail_no_tls", MAIL) from None


def _log_in(server: Smtp | SmtpTls, name: str, password: str) -> None:
    server.ehlo_or_helo_if_needed()
    if not KNOWN_LOGINS.intersection(server.esmtp_features.get("auth", "").split()):
        raise ConfigurationError("mail_no_login", MAIL)
    server.login(name, password)


def _raw(text: bytes | str) -> bytes:
    return text if isinstance(text, bytes) else text.encode("utf-8", "replace")
