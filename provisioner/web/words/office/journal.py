"""The journal's own words: what its lines are about."""

from collections.abc import Mapping
from typing import Any

from provisioner import journal
from provisioner.cases.viewing import LOOKED_AT
from provisioner.staff.listing import OBJECT as STAFF_LIST
from provisioner.web.words.translate import _, _l

KINDS: Mapping[str, Any] = {
    "application": _l("application"),
    "account": _l("account"),
    LOOKED_AT: _l("look at an application"),
    "staff": _l("member of staff"),
    STAFF_LIST: _l("list of staff"),
    "office": _l("office settings and calendar"),
    "journal": _l("journal"),
    "keycloak": _l("Keycloak"),
    "finding": _l("found in Keycloak"),
}

PARTS: Mapping[str, Any] = {
    journal.WORKER: _l("system"),
    journal.OPERATOR: _l("operator"),
    journal.READER: _l("reader of a mail"),
}
"""Who acts without being a person the desk knows."""


def kind_word(kind: str) -> str:
    """The office's word for what a line is about; the name itself where this version knows none."""
    return str(KINDS.get(kind, kind))


def actor_word(actor: str, name: str) -> str:
    """Who acted: a person by name, or which part of the system."""
    if name:
        return name
    return str(PARTS.get(actor, _("system")))
