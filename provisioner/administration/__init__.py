"""Changing the office's settings, texts, closed days and form editions: what follows is told before, each has its line.

Changing one without a line in the journal is for the tests of other rooms (`office.change`, `office.close`,
`forms.load`).
"""

from provisioner.administration.closed_days import ClosedAlready, NotClosed, close_day, open_day
from provisioner.administration.editions import (
    EditionEffect,
    edition_effect,
    edition_uses,
    load_edition,
    put_edition_in_force,
)
from provisioner.administration.effects import Effect, effect
from provisioner.administration.history import Change, latest, newest
from provisioner.administration.rewording import reword
from provisioner.administration.setting import set_rule

__all__ = [
    "Change",
    "ClosedAlready",
    "EditionEffect",
    "Effect",
    "NotClosed",
    "close_day",
    "edition_effect",
    "edition_uses",
    "effect",
    "latest",
    "load_edition",
    "newest",
    "open_day",
    "put_edition_in_force",
    "reword",
    "set_rule",
]
