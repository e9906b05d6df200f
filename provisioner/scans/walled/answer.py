"""What the walled process is asked and says: one line of JSON, then the pictures one after another."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Any

CODES = "codes"
"""The word by which the codes on the pages are asked for."""
MAIL = "mail"
"""The word by which a mail is taken apart."""
LONGEST_LINE = 131_072


class No(Exception):
    """The file is not one to be kept; `why` is a `Refusal` of the rules."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Drawn:
    """A page as a picture and a small one of it, both WebP."""

    width: int
    height: int
    picture: bytes
    thumbnail: bytes


@dataclass(frozen=True)
class Heard:
    """Every page, and what the codes on them say where that was asked, each once."""

    pages: Sequence[Drawn]
    codes: Sequence[str] = ()


def tell(out: IO[bytes], heard: Heard) -> None:
    """Every page was drawn."""
    sizes = [(one.width, one.height, len(one.picture), len(one.thumbnail)) for one in heard.pages]
    out.write(json.dumps({"pages": sizes, "codes": list(heard.codes)}).encode() + b"\n")
    for one in heard.pages:
        out.write(one.picture + one.thumbnail)


@dataclass(frozen=True)
class MailHeard:
    """What a mail says of itself, the files with it, and how many parts it has besides; `received` in ISO 8601."""

    sender: str
    received: str
    files: Sequence[bytes]
    others: int


def tell_mail(out: IO[bytes], mail: MailHeard) -> None:
    """A mail was taken apart."""
    said = {"sender": mail.sender, "received": mail.received, "others": mail.others}
    out.write(json.dumps(said | {"files": [len(one) for one in mail.files]}).encode() + b"\n")
    for one in mail.files:
        out.write(one)


def heard_mail(answer: IO[bytes]) -> MailHeard:
    """What the process has said of a mail. Raises No, and ValueError, TypeError, KeyError for what is no answer."""
    said = _line(answer)
    files = [answer.read(int(length)) for length in said["files"]]
    return MailHeard(str(said["sender"]), str(said["received"]), files, int(said["others"]))


def refuse(out: IO[bytes], why: str) -> None:
    """The file is refused."""
    out.write(json.dumps({"refused": why}).encode() + b"\n")


def heard(answer: IO[bytes]) -> Heard:
    """What the process has said. Raises No, and ValueError, TypeError, KeyError for what is no answer."""
    said = _line(answer)
    pages = [
        Drawn(int(width), int(height), answer.read(int(picture)), answer.read(int(thumbnail)))
        for width, height, picture, thumbnail in said["pages"]
    ]
    if not pages or not all(one.picture and one.thumbnail for one in pages):
        raise ValueError("no pages")
    return Heard(pages, [str(one) for one in said["codes"]])


def _line(answer: IO[bytes]) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(answer.readline(LONGEST_LINE))
    if "refused" in said:
        raise No(str(said["refused"]))
    return said
