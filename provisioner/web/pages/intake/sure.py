"""Ticks on the paper form: the copy, and the one beside a field that confirms an unusual answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from wtforms import StringField

from provisioner.applications.questions import YES
from provisioner.entry.dates import read_date
from provisioner.entry.reader import SURE as CONFIRMED
from provisioner.entry.reader import Problem
from provisioner.web.desk import desk
from provisioner.web.words.dates import in_words
from provisioner.web.words.paper.fields import SURE, SURE_OF_DAYS


class Tick(StringField):
    """A box on the paper: what is posted is read elsewhere, the page only asks whether it is ticked."""

    asked = ""
    """What a question is about that has just been put; empty where there is none."""

    @property
    def ticked(self) -> bool:
        """Whether the box stands ticked."""
        return bool(self.data == "yes")


@dataclass(frozen=True)
class Sure:
    """The box that confirms an unusual answer; it stays as it was ticked while the answer is the same."""

    name: str
    about: str
    text: str
    ticked: bool


def controls(asked: Mapping[str, Any] = SURE_OF_DAYS) -> dict[str, Tick]:
    """A box for each field about which something may be asked."""
    return {name + CONFIRMED: Tick(words) for name, words in asked.items()}


def put(form: Any, problem: Problem) -> None:
    """Show the box of a question."""
    if problem.asked:
        form[problem.field + CONFIRMED].asked = problem.asked


def sure_of(form: Any, name: str) -> Sure | None:
    """The box beside a field, if something is asked about it or was confirmed."""
    if name not in SURE or name + CONFIRMED not in form:
        return None
    tick = form[name + CONFIRMED]
    confirmed = tick.data if tick.data and _about(form, name) == tick.data else ""
    about = tick.asked or confirmed
    if not about:
        return None
    day = in_words(date.fromisoformat(about)) if name in SURE_OF_DAYS else ""
    return Sure(name + CONFIRMED, about, str(SURE[name]) % {"day": day}, ticked=about == confirmed)


def _about(form: Any, name: str) -> str:
    """What a confirmation of the field would be about, as it is typed now."""
    if name not in SURE_OF_DAYS:
        return YES
    found = read_date(form[name].data or "", desk().today())
    return found.isoformat() if found else ""
