"""The week's mail to the operator: that all is well, or what is not; a week without it is an alarm itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from provisioner.mail.language import Language
from provisioner.mail.rendering import rendered
from provisioner.outside.ports import Mail
from provisioner.settings.branding import Branding


@dataclass(frozen=True)
class Trouble:
    """Something that is not well, in a sentence, and the name under which the runbook says what to do."""

    alarm: str
    sentence: str


@dataclass(frozen=True)
class Week:
    """What the operator is told on this day; no names and no numbers of customers, for the mail leaves the desk."""

    to: str
    language: Language
    day: date
    desk: str
    """Address of the desk."""
    troubles: Sequence[Trouble] = ()


WELL: Mapping[Language, str] = {
    Language.PL: "Stanowisko kont, {day}: wszystko w porządku",
    Language.EN: "Account desk, {day}: all is well",
}
NOT_WELL: Mapping[Language, str] = {
    Language.PL: "Stanowisko kont, {day}: wymaga uwagi: {count}",
    Language.EN: "Account desk, {day}: needing attention: {count}",
}


def weekly(told: Week, branding: Branding) -> Mail:
    """The mail; whether all is well stands in its subject."""
    subject = (NOT_WELL if told.troubles else WELL)[told.language]
    subject = subject.format(day=f"{told.day:%d.%m.%Y}", count=len(told.troubles))
    return rendered(f"weekly.{told.language}", subject, told, branding)
