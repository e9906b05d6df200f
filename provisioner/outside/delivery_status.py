"""Reading a delivery status notification (RFC 3464): what became of which mail; anything else says nothing.

Anybody can write such a mail. So nothing is guessed: what is not said in the form and in agreement with itself is no
report, and what it claims to be about is proved elsewhere (`accounts/delivery/marks.py`).
"""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32

from provisioner.outside.reports import Arrival, Report

ACTIONS = {
    "failed": (Arrival.CAME_BACK, "45"),
    "delayed": (Arrival.DELAYED, "4"),
    "delivered": (Arrival.DELIVERED, "2"),
    "relayed": (Arrival.PASSED_ON, "2"),
    "expanded": (Arrival.PASSED_ON, "2"),
}
"""Each action with the classes of status codes that agree with it; a mail also fails for good after days of 4.x."""
STATUS = re.compile(r"([245]\.[0-9]{1,3}\.[0-9]{1,3})\b")
MESSAGE_ID = re.compile(r"\s*<([^<>@\s]{1,200})@[^<>@\s]{1,255}>\s*")
ENVELOPE = re.compile(r"\s*([!-~]{1,100})\s*")
RETURNED = ("message/rfc822", "text/rfc822-headers")


def read_report(raw: bytes) -> Report | None:
    """The report in this mail, or nothing where it is none or says what does not agree."""
    try:
        return _report(message_from_bytes(raw, policy=compat32))
    except Exception:
        # Written by anybody: what the library stumbles over (depth, charsets, broken parts) is no report we know.
        return None


def _report(mail: Message) -> Report | None:
    if mail.get_content_type() != "multipart/report":
        return None
    if str(mail.get_param("report-type", "")).lower() != "delivery-status":
        return None
    parts = _parts(mail)
    said = [part for part in parts if part.get_content_type() == "message/delivery-status"]
    blocks = [block for block in _parts(said[0]) if block.keys()] if len(said) == 1 else []
    if len(blocks) < 2:
        return None
    whole, *readers = blocks
    outcomes = {_outcome(reader) for reader in readers}
    # One mail to one customer; where an alias made several of it that fared differently, people look.
    if len({found[0] for found in outcomes if found}) != 1 or None in outcomes:
        return None
    arrival, code = next(found for found in outcomes if found)
    return Report(arrival, code, tuple(_marks(whole, parts)))


def _outcome(reader: Message) -> tuple[Arrival, str] | None:
    """What happened for one reader, and the code; nothing where the action and the code say different things."""
    action, status = str(reader.get("Action", "")).strip().lower(), STATUS.match(str(reader.get("Status", "")).strip())
    arrival, classes = ACTIONS.get(action, (None, ""))
    return (arrival, status[1]) if arrival and status and status[1][0] in classes else None


def _marks(whole: Message, parts: list[Message]) -> Iterator[str]:
    """The Message-ID of the mail that is returned, and the envelope's name if the server kept it."""
    returned = [part for part in parts if part.get_content_type() in RETURNED]
    for part in returned[:1]:
        if found := MESSAGE_ID.fullmatch(str(_headers(part).get("Message-ID", ""))):
            yield found[1]
    if found := ENVELOPE.fullmatch(str(whole.get("Original-Envelope-Id", ""))):
        yield found[1]


def _headers(part: Message) -> Message:
    if inner := _parts(part):
        return inner[0]
    text = part.get_payload(decode=True)
    return BytesHeaderParser(policy=compat32).parsebytes(text if isinstance(text, bytes) else b"")


def _parts(of: Message) -> list[Message]:
    """What it is put together of; the blocks of a delivery status are such parts as well."""
    payload = of.get_payload()
    return [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []
