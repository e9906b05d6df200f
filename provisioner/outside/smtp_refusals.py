"""Whom a refusal of the mail server means: the address of one customer, or our system and so every mail.

Decided by the command that was refused, the enhanced status code (RFC 3463) and, where a server sends none, its words
(`smtp_words`). In doubt it is our system: a customer is never blamed for what the operator has to mend.
"""

import smtplib

from provisioner.outside.parts import MAIL
from provisioner.outside.ports import ConfigurationError, DoubtfulRefusal, PermanentError, TransientError
from provisioner.outside.smtp_words import code_of, names_the_recipient

LOGIN_WANTED = frozenset({530, 534, 535, 538})
CLOSING = 421
RELAY_LATER = 454
"""At RCPT: the relay is denied for now."""

Failure = TransientError | PermanentError


def by_recipient(status: int, text: bytes) -> Failure:
    """RCPT was refused: the only command that is about the customer's address."""
    if status < 500:
        ours = status in (CLOSING, RELAY_LATER) or _subject(text) == 3
        return busy() if ours else TransientError("mail_deferred")
    if status in LOGIN_WANTED:
        return _login_wanted()
    if names_the_recipient(status, text):
        return PermanentError(f"smtp_{status}")
    return DoubtfulRefusal("mail_relay_denied", MAIL)


def by_content(status: int, text: bytes) -> Failure:
    """The content was refused: of the address only where the server says so, as some look for the mailbox this late."""
    if status < 500:
        return busy() if status == CLOSING or _subject(text) == 3 else TransientError("mail_deferred")
    if _subject(text) in (1, 2) and names_the_recipient(status, text):
        return PermanentError(f"smtp_{status}")
    return DoubtfulRefusal("mail_content_refused", MAIL)


def by_sender(status: int) -> Failure:
    """MAIL FROM was refused: nobody's address was named yet."""
    if status in LOGIN_WANTED:
        return _login_wanted()
    return _ours("mail_sender_refused") if status >= 500 else busy()


def before_the_mail(error: smtplib.SMTPException) -> Failure:
    """The greeting, EHLO, STARTTLS or AUTH went wrong."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return _login_wanted() if error.smtp_code >= 500 else busy()
    if isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= 400:
        return _ours("mail_host_refused") if error.smtp_code >= 500 else busy()
    return TransientError("mail_unreachable", MAIL)


def busy() -> TransientError:
    """The server asks us, not one mail, to come back later: too many connections, full, shutting down."""
    return TransientError("mail_busy", MAIL)


def _ours(problem: str) -> ConfigurationError:
    return ConfigurationError(problem, MAIL)


def _login_wanted() -> ConfigurationError:
    return _ours("mail_login")


def _subject(text: bytes) -> int:
    """The middle number of the enhanced code: 1 address, 2 mailbox, 3 mail system, 4 network, 7 policy; 0 for none."""
    return (code_of(text) or (0, 0))[0]
