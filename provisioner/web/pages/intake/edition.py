"""Which edition of the form a paper is printed on: the one in force, or an older one that the clerk picks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from provisioner import forms, office
from provisioner.forms import NoFormEdition
from provisioner.forms.tables import FormEdition
from provisioner.office import OfficeRules
from provisioner.web.desk import desk
from provisioner.web.words.choices import Option

EDITION = "edition"


@dataclass(frozen=True)
class Printed:
    """The editions a paper may be printed on, the newest first, and the one whose clauses the form asks about."""

    chosen: FormEdition
    every: Sequence[FormEdition]
    rules: OfficeRules
    """They say what this office asks for besides."""

    @property
    def alone(self) -> bool:
        """Whether there is nothing to pick."""
        return len(self.every) == 1

    @property
    def options(self) -> list[Option]:
        """A line for each."""
        return [Option(str(one.id), one.code, one is self.chosen) for one in self.every]


def printed(typed: Mapping[str, str]) -> Printed:
    """The edition that a form or an address names, or the one in force. Raises NoFormEdition."""
    parts = desk()
    with parts.database.reading() as db:
        every, rules = forms.in_force(db, parts.today()), office.rules(db)
    if not every:
        raise NoFormEdition
    wanted = typed.get(EDITION, "")
    return Printed(next((one for one in every if str(one.id) == wanted), every[0]), every, rules)
