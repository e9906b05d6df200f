"""How, where and when a paper was filed, each in one line."""

from provisioner.cases.channels import Channel
from provisioner.cases.tables import Case
from provisioner.web.words.dates import long_day
from provisioner.web.words.terms import word


def filed(one: Case) -> str:
    """The channel, and which of the offices took it in where there are several."""
    return f"{word(one.channel)}, {one.branch}" if one.branch else word(one.channel)


def received(one: Case) -> str:
    """The day, and the hour of an e-mail where it is known, which stays with a case corrected to another channel."""
    day = long_day(one.received_on)
    return f"{day}, {one.received_time:%H:%M}" if one.received_time and one.channel is Channel.EMAIL else day
