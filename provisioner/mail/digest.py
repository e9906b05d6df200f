"""The morning's mail to the office: which cases are due, by number only, and what waits for people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from provisioner.mail.language import Language
from provisioner.mail.moment import day_named
from provisioner.mail.rendering import rendered
from provisioner.outside.ports import Mail
from provisioner.settings.branding import Branding


@dataclass(frozen=True)
class DueCase:
    """One case by its number, its last day, and whether something hinders its approval."""

    number: str
    due: date
    hindered: bool


@dataclass(frozen=True)
class DueGroup:
    """Cases that are late, due today or soon: the first of them, and how many more there are."""

    cases: Sequence[DueCase]
    more: int = 0

    @property
    def count(self) -> int:
        """All cases of the group."""
        return len(self.cases) + self.more


NOBODY = DueGroup(())


@dataclass(frozen=True)
class Digest:
    """What a working day begins with; no names and no addresses, for the mail leaves the desk."""

    to: str
    day: date
    desk: str
    """Address of the desk."""
    late: DueGroup = NOBODY
    today: DueGroup = NOBODY
    soon: DueGroup = NOBODY
    troubled: int = 0
    """Accounts that wait for a person."""
    language: Language = Language.PL
    """The office's own; the mail goes to no customer."""

    @property
    def silent(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.late.count or self.today.count or self.soon.count or self.troubled)


def digest(told: Digest, branding: Branding) -> Mail:
    """The mail; the numbers that matter stand in its subject."""
    subject = f"Terminy na {told.day:%d.%m.%Y}: po terminie {told.late.count}, na dziś {told.today.count}"
    return rendered("digest.pl", subject, told, branding, day=day_named)
