"""What is down, asked once a request: the banner and what a page promises rest on the same answer."""

from collections.abc import Sequence

from flask import g
from sqlalchemy.orm import Session

from provisioner.outside.outages import Outage, outages
from provisioner.web.desk import desk


def down(db: Session) -> Sequence[Outage]:
    """What keeps work waiting at this request."""
    if "outages" not in g:
        g.outages = outages(db, now=desk().clock())
    found: Sequence[Outage] = g.outages
    return found
