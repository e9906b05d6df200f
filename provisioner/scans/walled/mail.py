"""A mail: its sender, the time it came, and the files with it. Its texts are neither shown nor kept."""

from collections.abc import Iterator
from datetime import UTC
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import parsedate_to_datetime

from provisioner.scans.walled.answer import MailHeard, No

Part = EmailMessage | MIMEPart
MOST_PARTS = 100
MOST_FILES = 20
LONGEST_SENDER = 200
BEGINNINGS = (b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*")
UNREADABLE = (ValueError, TypeError, LookupError, AttributeError)
"""What Python's own parser raises on headers that nobody should write."""


def opened(content: bytes) -> MailHeard:
    """The mail taken apart; a mail inside it stays closed. Raises No."""
    try:
        mail = message_from_bytes(content, policy=policy.default)
        parts = list(_parts(mail))
    except RecursionError:
        raise No("damaged") from None
    if len(parts) > MOST_PARTS:
        raise No("too_heavy")
    files = [found for part in parts if (found := _file(part))]
    others = len(parts) - sum(map(_is_text, parts)) - len(files[:MOST_FILES])
    return MailHeard(_sender(mail), _received(mail), files[:MOST_FILES], others)


def _parts(mail: Part, *, shown: bool = False) -> Iterator[Part]:
    """Every leaf; what is `shown` within a text, as the logo under a signature, is no file that somebody has sent."""
    if not mail.is_multipart() or mail.get_content_type().startswith("message/"):
        if not (shown and mail.get_content_maintype() == "image"):
            yield mail
        return
    for part in mail.iter_parts():
        yield from _parts(part, shown=shown or mail.get_content_type() == "multipart/related")


def _file(part: Part) -> bytes:
    """The bytes of a part that begins as a scan does, whatever it calls itself."""
    try:
        found = part.get_payload(decode=True)
    except UNREADABLE:
        return b""
    return found if isinstance(found, bytes) and found.startswith(BEGINNINGS) else b""


def _is_text(part: Part) -> bool:
    """What the sender has written, and no file."""
    try:
        return part.get_content_maintype() == "text" and not part.is_attachment()
    except UNREADABLE:
        return False


def _sender(mail: Part) -> str:
    try:
        said = str(mail["from"].addresses[0].addr_spec) if mail["from"] else ""
    except UNREADABLE:
        said = ""
    return "".join(one for one in said if one.isprintable())[:LONGEST_SENDER]


def _received(mail: Part) -> str:
    """The time of the topmost server, which is the office's own, or the sender's; nothing where neither can be read."""
    for name in ("received", "date"):
        try:
            written = str(mail[name] or "").rpartition(";")[2].strip()
            at = parsedate_to_datetime(written)
            return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
        except (*UNREADABLE, OverflowError):
            continue
    return ""
