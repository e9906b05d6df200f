"""What the tests have looked at with axe, as `python -m tests.accessible` wrote it down after they were green."""

from datetime import date
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from provisioner.settings.files import toml_object

FILE = Path(__file__).with_name("tested.toml")


class Tested(BaseModel):
    """The last run: its day, the version of axe, and in how many views of each site it found nothing wrong."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    day: date
    axe: str
    desk: int
    customers: int
    widths: tuple[int, ...]


@cache
def tested() -> Tested:
    """What was written down."""
    return Tested.model_validate(toml_object(FILE))
