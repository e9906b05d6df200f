"""What the pages of every face are given: settings, database, clock and the utility's data, put in by the caller."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from flask import Flask, current_app

from provisioner.database import Database
from provisioner.letters import Press
from provisioner.logins import Practice
from provisioner.office.time import office_date
from provisioner.settings import Settings
from provisioner.settings.branding import Branding

Clock = Callable[[], datetime]
KEY = "desk"


@dataclass(frozen=True)
class Desk:
    """The parts one running desk is made of."""

    settings: Settings
    database: Database
    clock: Clock
    branding: Branding

    @property
    def practice(self) -> Practice:
        """How this utility numbers its customers and makes logins."""
        return Practice(self.settings.customer_number_pattern, self.settings.login_scheme)

    @cached_property
    def press(self) -> Press:
        """Prints this utility's letters."""
        return Press(self.branding)

    def today(self) -> date:
        """The day on the office's wall calendar."""
        return office_date(self.clock())


def install(app: Flask, parts: Desk) -> None:
    """Make the parts known to the pages of this application."""
    app.extensions[KEY] = parts


def desk() -> Desk:
    """The parts of the desk that serves the current request."""
    parts: Desk = current_app.extensions[KEY]
    return parts
