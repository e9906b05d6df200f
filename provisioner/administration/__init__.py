"""Changing the office's settings and closed days: what follows is told before, each change stands in the journal.

Setting one without a line in the journal is for the tests of other rooms (`office.change`, `office.close`).
"""

from provisioner.administration.closed_days import ClosedAlready, NotClosed, close_day, open_day
from provisioner.administration.effects import Effect, effect
from provisioner.administration.history import Change, latest, newest
from provisioner.administration.setting import set_rule

__all__ = [
    "Change",
    "ClosedAlready",
    "Effect",
    "NotClosed",
    "close_day",
    "effect",
    "latest",
    "newest",
    "open_day",
    "set_rule",
]
