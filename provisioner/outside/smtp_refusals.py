"""Whom a refusal of the mail server means: the address of one customer, or our system and so every mail.

Decided by the command that was refused, the enhanced status code (RFC 3463) and, where a server sends none, the reply
code (RFC 5321). In doubt it is our system: a customer is never blamed for what the operator has to mend.
"""

import re
import smtplib

from provisioner.outside.parts import MAIL
from provisioner.outside.ports import ConfigurationError, DoubtfulRefusal, PermanentError, TransientError

ENHANCED = re.compile(rb"^\s*([245])\.(\d{1,3})\.(\d{1,3})\b")
OF_THE_SENDER = frozenset({(1, 7), (1, 8), (1, 9)})
"""X.1.7, X.1.8: the sender's address; they stand in the family of addresses, but are ours."""
PLAIN_ADDRESS = frozenset({501, 550, 551, 552, 553, 556})
"""Without an enhanced code: the mailbox is unknown, moved, full, or its name is none."""
LOGIN_WANTED = frozenset({530, 534, 535, 538})
OUR_HOST = re.compile(rb"relay|authenticat|spamhaus|black ?list|block ?list|blocked", re.IGNORECASE)
"""What servers without enhanced codes say with 550 when they mean us."""
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
    if _of_the_address(status, text):
        return PermanentError(f"smtp_{status}")
    return DoubtfulRefusal("mail_relay_denied", MAIL)


def by_content(status: int, text: bytes) -> Failure:
    """The content was refused: of the address only where the server says so, as some look for the mailbox this late."""
    if status < 500:
        return busy() if status == CLOSING or _subject(text) == 3 else TransientError("mail_deferred")
    if _subject(text) in (1, 2) and _of_the_address(status, text):
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
    found = ENHANCED.match(text)
    return int(found[2]) if found else 0


def _of_the_address(status: int, text: bytes) -> bool:
    found = ENHANCED.match(text)
    if found is None:
        return status in PLAIN_ADDRESS and not OUR_HOST.search(text)
    subject, detail = int(found[2]), int(found[3])
    # X.4: no way to this domain, and what some large providers answer for a mailbox they do not know.
    return subject in (1, 2, 4) and (subject, detail) not in OF_THE_SENDER
