"""How and where a paper was filed, in one line."""

from provisioner.cases.tables import Case
from provisioner.web.words.terms import word


def filed(one: Case) -> str:
    """The channel, and which of the offices took it in where there are several."""
    return f"{word(one.channel)}, {one.branch}" if one.branch else word(one.channel)
