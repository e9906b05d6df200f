"""What the walled process is asked and says: one line of JSON, then the pictures one after another."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import IO, Any

CODES = "codes"
"""The word by which the codes on the pages are asked for."""
MAIL = "mail"
"""The word by which a mail is taken apart."""
PRINT = "print"
"""The word by which pages are made printable."""
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
class Signed:
    """A signature inside a PDF: a `Verdict` and a `Why` of the rules, and what it says of itself, times in ISO 8601.

    After one with `later` set, fields were filled in or another signature was added.
    """

    verdict: str
    why: str = ""
    signer: str = ""
    issuer: str = ""
    claimed_at: str = ""
    later: bool = False


@dataclass(frozen=True)
class Heard:
    """Every page, what the codes on them say where that was asked, each once, and the signatures in their order."""

    pages: Sequence[Drawn]
    codes: Sequence[str] = ()
    signatures: Sequence[Signed] = ()


def tell(out: IO[bytes], heard: Heard) -> None:
    """Every page was drawn."""
    sizes = [(one.width, one.height, len(one.picture), len(one.thumbnail)) for one in heard.pages]
    signatures = [asdict(one) for one in heard.signatures]
    out.write(json.dumps({"pages": sizes, "codes": list(heard.codes), "signatures": signatures}).encode() + b"\n")
    for one in heard.pages:
        out.write(one.picture + one.thumbnail)


@dataclass(frozen=True)
class MailHeard:
    """What a mail says of itself, the files with it, and how many parts it has besides; `received` in ISO 8601.

    So many of these parts are `signatures` of their own: of a file, or of the mail.
    """

    sender: str
    received: str
    files: Sequence[bytes]
    others: int
    signatures: int = 0


def tell_mail(out: IO[bytes], mail: MailHeard) -> None:
    """A mail was taken apart."""
    said = {name: value for name, value in asdict(mail).items() if name != "files"}
    out.write(json.dumps(said | {"files": [len(one) for one in mail.files]}).encode() + b"\n")
    for one in mail.files:
        out.write(one)


def heard_mail(answer: IO[bytes]) -> MailHeard:
    """What the process has said of a mail. Raises No, and ValueError, TypeError, KeyError for what is no answer."""
    said = _line(answer)
    files = [answer.read(int(length)) for length in said["files"]]
    counted = int(said["others"]), int(said["signatures"])
    return MailHeard(str(said["sender"]), str(said["received"]), files, *counted)


def tell_files(out: IO[bytes], files: Sequence[bytes]) -> None:
    """What was asked for are these files."""
    out.write(json.dumps({"files": [len(one) for one in files]}).encode() + b"\n")
    for one in files:
        out.write(one)


def heard_files(answer: IO[bytes]) -> Sequence[bytes]:
    """The files that the process has made. Raises No, and ValueError, TypeError, KeyError for what is no answer."""
    return [answer.read(int(length)) for length in _line(answer)["files"]]


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
    signatures = [Signed(**one) for one in said["signatures"]]
    return Heard(pages, [str(one) for one in said["codes"]], signatures)


def _line(answer: IO[bytes]) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(answer.readline(LONGEST_LINE))
    if "refused" in said:
        raise No(str(said["refused"]))
    return said
