"""The letter that confirms a closed account, or a deleted one (R8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from provisioner.letters.letter import WAYS, Letter, Recipient, day, text, written
from provisioner.letters.ways import ways
from provisioner.mail.wording import Part, Wording
from provisioner.settings.branding import Branding

OPENING, GROUND = Part("opening", needs=("login", "done"), may=("received",)), Part("ground", needs=("ground",))
ENDING = (Part("after"), Part("closing", needs=("number",)))
CLOSED = text("confirmation_closed", OPENING, GROUND, Part("undo", needs=("until", "ways")), *ENDING)
DELETED = text("confirmation_deleted", OPENING, GROUND, *ENDING)


@dataclass(frozen=True)
class Confirmation:
    """What was done with which account on what ground; `until` is the last day for taking it back, if there is one."""

    recipient: Recipient
    number: str
    received: date
    done: date
    login: str
    ground: str
    until: date | None = None
    channels: Sequence[str] = WAYS


def confirmation(told: Confirmation, branding: Branding, wording: Wording) -> Letter:
    """The letter."""
    language = told.recipient.language
    return written(
        CLOSED if told.until else DELETED, told.recipient, told.number, told.done, branding, wording,
        without=() if told.ground else (GROUND.name,),
        received=day(told.received, language),
        done=day(told.done, language),
        login=told.login,
        ground=told.ground,
        until=day(told.until, language) if told.until else "",
        ways=ways(branding, language, told.channels),
    )  # fmt: skip
