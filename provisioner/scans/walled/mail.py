"""A mail: its sender, the time it came, and the files with it. Its texts are neither shown nor kept."""

from collections.abc import Iterator
from datetime import UTC
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import parsedate_to_datetime
from typing import Any

from provisioner.scans.walled.answer import MailHeard, No
from provisioner.scans.walled.beginnings import BEGINNINGS, is_signature

Part = EmailMessage | MIMEPart
FORWARDED = "message/rfc822"
MOST_PARTS = 100
MOST_FILES = 20
LONGEST_SENDER = 200
SMALL_PICTURE = 40_000
"""A picture within a text has fewer bytes where it is a logo or a line; a photographed page has many more."""
YEARS = range(1990, 2101)
"""A time outside of them is none: no mail came then, and days after the year 9999 cannot be counted."""
UNREADABLE = (ValueError, TypeError, LookupError, AttributeError)
"""What Python's own parser raises on headers that nobody should write."""


def opened(content: bytes) -> MailHeard:
    """The mail taken apart, and one that was forwarded in it; what is forwarded in that stays closed. Raises No."""
    try:
        mail = message_from_bytes(content, policy=policy.default)
        parts = list(_parts(mail))
    except RecursionError:
        raise No("damaged") from None
    if len(parts) > MOST_PARTS:
        raise No("too_heavy")
    files: list[bytes] = []
    others = signatures = 0
    for part, shown in parts:
        found = _file(part)
        if found and len(files) < MOST_FILES and not (shown and _is_ornament(found)):
            files.append(found)
        elif found or not _is_text(part):
            others += 1
            signatures += _is_signature(part)
    return MailHeard(_sender(mail), _received(mail), files, others, signatures)


def _parts(mail: Part, *, shown: bool = False, forwarded: bool = False) -> Iterator[tuple[Part, bool]]:
    """Every leaf, and whether it is shown within a text."""
    kind = mail.get_content_type()
    if not mail.is_multipart() or (kind.startswith("message/") and (forwarded or kind != FORWARDED)):
        yield mail, shown
        return
    inside: Any = mail.get_payload() if kind == FORWARDED else mail.iter_parts()
    for part in inside:
        yield from _parts(
            part, shown=shown or kind == "multipart/related", forwarded=forwarded or kind == FORWARDED
        )  # fmt: skip


def _is_ornament(found: bytes) -> bool:
    """As the logo under a signature, which nobody has sent as a scan."""
    return len(found) < SMALL_PICTURE and not found.startswith(b"%PDF-")


def _file(part: Part) -> bytes:
    """The bytes of a part that begins as a scan does, whatever it calls itself."""
    try:
        found = part.get_payload(decode=True)
    except UNREADABLE:
        return b""
    return found if isinstance(found, bytes) and found.startswith(tuple(BEGINNINGS)) else b""


def _is_text(part: Part) -> bool:
    """What the sender has written, and no file."""
    try:
        return part.get_content_maintype() == "text" and not part.is_attachment()
    except UNREADABLE:
        return False


def _is_signature(part: Part) -> bool:
    """A signature beside the document or around it, by what it says it is or by what it holds."""
    try:
        if part.get_content_type().removeprefix("application/").removeprefix("x-").startswith("pkcs7-"):
            return True
        said = part.get_payload(decode=True)
    except UNREADABLE:
        return False
    return isinstance(said, bytes) and is_signature(said)


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
            at = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
        except (*UNREADABLE, OverflowError):
            continue
        if at.year in YEARS:
            return at.isoformat()
    return ""
