"""Whom a refusal of the mail server means: the address of one customer, or our system and so every mail.

Decided by the command that was refused, the enhanced status code (RFC 3463) and, where a server sends none, its words.
In doubt it is our system: a customer is never blamed for what the operator has to mend.

Codes: RFC 3463 and the registry of RFC 5248 with what RFC 7293, 7372, 7504 and 7505 have added; words: as Postfix,
Exim, qmail, Exchange and the large providers of mailboxes say them.
"""

import re
import smtplib

from provisioner.outside.parts import MAIL
from provisioner.outside.ports import ConfigurationError, DoubtfulRefusal, PermanentError, TransientError

LOGIN_WANTED = frozenset({530, 534, 535, 538})
CLOSING = 421
RELAY_LATER = 454
"""At RCPT: the relay is denied for now."""

Code = tuple[int, int]
"""The middle and the last number of an enhanced code."""
OF_THE_RECIPIENT: frozenset[Code] = frozenset({
    (1, 1), (1, 2), (1, 3), (1, 4), (1, 6), (1, 10),  # No such mailbox or domain, no address, moved, takes no mail.
    (2, 1), (2, 2), (2, 3), (2, 4),  # Disabled, full, too long for this mailbox, list that cannot be expanded.
    (4, 1), (4, 3), (4, 4), (4, 310), (4, 312),  # No way to this domain; 4.1: Exchange of a mailbox it does not know.
    (7, 13), (7, 17), (7, 18),  # Account disabled, mailbox or domain has another owner.
})  # fmt: skip
UNDEFINED: frozenset[Code] = frozenset({(0, 0), (1, 0), (2, 0), (4, 0)})
"""Codes that say as little as none; the words decide."""
NO_MAIL_HERE = 556
"""The reply code of a domain that takes no mail (RFC 7504)."""

OF_US = re.compile(
    r"""
    rela[yi] | rcpthosts                                              # what we may pass on
    | \bsender | sending | \bsend\b | mail\ from | envelope.from | return.?path | \bfrom\b.{0,20}\bdomain
    | \bspf\b | \bdkim\b | \bdmarc\b | authenti | authori | log.?in\b  # who we are
    | reverse | \bptr\b | \brdns\b | \b(helo|ehlo)\b | host.?name | \bclient\b | \bip\b | \byour\b | connect
    | policy | policies | reputation | listed | \blist\b | blocked | (black|block|deny).?list | spamhaus
    | \b(dns)?[rd]?bl\b | spam | \bjunk | virus | banned | spoof | forge | suspicious | content
    | message\ (rejected|refused|size) | \btls\b | \bssl\b | encrypt
    | \bpermitted\b | \b(daily|hourly)\b | nadawc | \bwysy[lł\ufffd]       # what we may send
    | too\ many | too\ much | \brate\b | throttl | \bloop | \bhops?\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""What means our system, whatever else stands beside it."""
A_LIMIT = re.compile(r"\blimit", re.IGNORECASE)
NO_ROOM = re.compile(r"mail.?box | mail.?drop | quota | storage | \bfull\b | skrzynk", re.IGNORECASE | re.VERBOSE)
"""A limit that is not one of room in a mailbox is one of how much we send."""
OF_THEM = re.compile(
    r"""
    recipient | addressee | \baddress | mail.?box | mail.?drop | \busers?\b | \buserid | account | \balias | local.?part
    | destination | that\ name | \bperson\b | quota | storage | \bfull\b
    | odbiorc | skrzynk | u[żz]ytkownik | adresat | \bkont[oa]\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""What names a mailbox and its owner."""
ENHANCED = re.compile(r"(?:^|[#(])\s*([245])\.(\d{1,3})\.(\d{1,3})(?!\.?\d)", re.MULTILINE)
"""At the beginning of a line, as the RFC has it, or behind # or a bracket, as qmail has it; elsewhere it may be
a version or part of an IP address."""
NAMED = re.compile(r"https?://\S+|\S*@\S*")
"""Addresses of mailboxes and pages: what they are called says nothing about why."""

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


def code_of(text: bytes) -> Code | None:
    """The enhanced code of an answer, if it has one."""
    found = ENHANCED.search(_said(text))
    return (int(found[2]), int(found[3])) if found else None


def names_the_recipient(status: int, text: bytes) -> bool:
    """Whether an answer refuses the one address it was given, by its code or, without one, by its words."""
    code, said = code_of(text), _said(text)
    if code and code not in UNDEFINED:
        return code in OF_THE_RECIPIENT
    ours = OF_US.search(said) or (A_LIMIT.search(said) and not NO_ROOM.search(said))
    return not ours and (status == NO_MAIL_HERE or bool(OF_THEM.search(said)))


def _said(text: bytes) -> str:
    return NAMED.sub(" ", text.decode(errors="replace"))
