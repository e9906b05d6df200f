"""Taking what the rail offers, where no script does it: never over something else that was typed."""

from typing import Any

from provisioner.applications import Preview, paper
from provisioner.entry.reader import AGAIN


def take(form: Any, offered: str, ahead: Preview) -> None:
    """Put the hint about one field into it; an address typed twice alike is mended twice."""
    town, email, again = form[paper.TOWN.name], form[paper.EMAIL.name], form[paper.EMAIL.name + AGAIN]
    if offered == paper.TOWN.name and ahead.town:
        town.data = ahead.town
    elif offered == paper.EMAIL.name and ahead.email:
        if again.data == email.data:
            again.data = ahead.email
        email.data = ahead.email
