"""The realm's own settings: one PUT; `attributes` and the like would be replaced as a whole and so are merged first."""

from provisioner.realm.admin import RealmAt
from provisioner.realm.difference import Document
from provisioner.realm.sections.section import Section

MERGED = ("attributes", "browserSecurityHeaders")
MASK = "**********"
"""How the server shows a stored mail password; sent back, it keeps the stored one."""


def read(realm: RealmAt, desired: Document) -> Document:
    """The realm's settings; a masked mail password counts as the desired one, because nobody can compare it."""
    actual = realm.representation() or {}
    mail = dict(actual.get("smtpServer") or {})
    if mail.get("password") == MASK and desired.get("smtpServer", {}).get("password"):
        mail["password"] = desired["smtpServer"]["password"]
        actual["smtpServer"] = mail
    return actual


def write(realm: RealmAt, desired: Document, actual: Document) -> None:
    """Change the realm."""
    realm.put(body=_merged(desired, actual))


def create(realm: RealmAt, desired: Document, keys: Document) -> None:
    """Make a new realm with its settings and its keys."""
    realm.server.call("POST", "/admin/realms", {"realm": realm.name, **desired, **keys})


def _merged(desired: Document, actual: Document) -> Document:
    body = dict(desired)
    for key in MERGED:
        if key in desired:
            body[key] = {**(actual.get(key) or {}), **desired[key]}
    return body


SECTION = Section("realm", read, write)
