"""What is down, asked once a request: the banner and what a page promises rest on the same answer."""

from collections.abc import Sequence

from flask import g
from sqlalchemy.orm import Session

from provisioner.outside.outages import ASIDE, Outage, outages
from provisioner.web.desk import desk


def held(db: Session) -> bool:
    """Whether nothing can be promised for now, because something is down that accounts need."""
    return any(one.component not in ASIDE for one in down(db))


def down(db: Session) -> Sequence[Outage]:
    """What keeps work waiting at this request."""
    if "outages" not in g:
        g.outages = outages(db, now=desk().clock())
    found: Sequence[Outage] = g.outages
    return found
