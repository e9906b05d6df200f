"""Which part of the queue the address asks for, and the lists from which that is chosen."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from flask import request

from provisioner.cases.channels import Channel
from provisioner.cases.queue import Place, Urgency, Wanted
from provisioner.cases.status import CaseStatus
from provisioner.web.words.choices import Option, chosen, options
from provisioner.web.words.translate import _

OWN, SHOWN = "own", "shown"
"""The choice of those who decide: without their own entries, unless they ask for them."""
NUMBER = re.compile(r"[0-9/]{1,16}")
FILTERED = (CaseStatus.RECORDED, CaseStatus.INCOMPLETE)


def wanted(sent: Mapping[str, str], *, decides: UUID | None) -> Wanted:
    """What an address, or a form that keeps its filters, asks for; a filter that does not exist filters nothing.

    `decides` is somebody to whom their own entries are no work.
    """
    status = chosen(CaseStatus, sent.get("status"))
    group = chosen(Urgency, sent.get("group"))
    return Wanted(
        status=status if status in FILTERED else None,
        channel=chosen(Channel, sent.get("channel")),
        but_of=None if sent.get(OWN) == SHOWN else decides,
        group=group,
        after=_place(sent.get("after", "")) if group else None,
    )


def asked(now: Wanted) -> dict[str, str]:
    """The filters in force, as they stand in the address."""
    own = SHOWN if request.args.get(OWN) == SHOWN else None
    filters = {"status": now.status, "channel": now.channel, OWN: own}
    return {name: value for name, value in filters.items() if value}


def lists(now: Wanted, *, decides: UUID | None) -> Mapping[str, Sequence[Option]]:
    """What can be chosen, by the name of each list; whose entries are shown only those who decide choose."""
    own = [Option("", _("without mine"), now.but_of is not None), Option(SHOWN, _("all"), not now.but_of)]
    return {
        "statuses": options(FILTERED, now.status),
        "channels": options(Channel, now.channel),
        OWN: own if decides else [],
    }


def _place(text: str) -> Place | None:
    """The place an address names; None, the beginning, for anything else."""
    due, _, number = text.partition(".")
    if not NUMBER.fullmatch(number):
        return None
    try:
        return Place(date.fromisoformat(due), number)
    except ValueError:
        return None
