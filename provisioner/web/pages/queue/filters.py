"""Which part of the queue the address asks for, and the lists from which that is chosen."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from provisioner.cases.channels import Channel
from provisioner.cases.queue import Wanted, groups_of
from provisioner.cases.queue.orders import DAYS, Order, Place
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
    order = chosen(Order, sent.get("order")) or Order.DEADLINE
    group = chosen(groups_of(order), sent.get("group"))
    return Wanted(
        status=status if status in FILTERED else None,
        channel=chosen(Channel, sent.get("channel")),
        but_of=None if sent.get(OWN) == SHOWN else decides,
        order=order,
        group=group,
        after=_place(sent.get("after", ""), order) if group else None,
    )


def asked(now: Wanted, *, own: str | None) -> dict[str, str]:
    """The filters in force, as they stand in the address; `own` is what was sent about own entries."""
    order = None if now.order is Order.DEADLINE else now.order
    filters = {"status": now.status, "channel": now.channel, OWN: own if own == SHOWN else None, "order": order}
    return {name: value for name, value in filters.items() if value}


def lists(now: Wanted, *, decides: UUID | None) -> Mapping[str, Sequence[Option]]:
    """What can be chosen, by the name of each list; whose entries are shown only those who decide choose."""
    own = [Option("", _("without mine"), now.but_of is not None), Option(SHOWN, _("all"), not now.but_of)]
    return {
        "statuses": options(FILTERED, now.status),
        "channels": options(Channel, now.channel),
        OWN: own if decides else [],
        "orders": options(Order, now.order),
    }


def _place(text: str, order: Order) -> Place | None:
    """The place an address names; None, the beginning, for anything else."""
    day, _, number = text.rpartition(".")
    if not NUMBER.fullmatch(number):
        return None
    try:
        return Place(number, date.fromisoformat(day) if order in DAYS else None)
    except ValueError:
        return None
