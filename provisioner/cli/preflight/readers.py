"""Whether what is only read can be: by the read-only clients, in the mailbox of reports, of issuers."""

from pathlib import Path
from typing import Protocol

from provisioner.cli.preflight.finding import Fault
from provisioner.outside.imap import ImapReports
from provisioner.outside.observation import Kept, MemberReader
from provisioner.outside.ports import TransientError
from provisioner.scans.walled.issuers import read


class WatchedRealm(Protocol):
    """A realm's read-only client that can tell what it may do."""

    def rights(self) -> frozenset[str]:
        """The roles in its own token. Raises TransientError."""

    def kept(self) -> Kept:
        """What the realm keeps. Raises TransientError."""


def observer(reader: WatchedRealm, allowed: frozenset[str]) -> None:
    """The read-only client reads what happened and may do nothing else; `allowed` are the roles in its token."""
    try:
        given = reader.rights()
        kept = reader.kept() if "view-events" in given else None
    except TransientError as error:
        raise Fault(f"{error.problem}: check the client's secret, run `provisioner realm apply`") from None
    if surplus := sorted(given - allowed):
        raise Fault(f"may more than it needs ({', '.join(surplus)}): run `provisioner realm apply`")
    if missing := sorted(allowed - given):
        raise Fault(f"lacks {', '.join(missing)}: run `provisioner realm apply`")
    if kept != Kept(of_users=True, of_administrators=True):
        raise Fault("the realm keeps no events: run `provisioner realm apply`")


def members(reader: MemberReader) -> None:
    """The read-only client of the customers' realm sees the group."""
    try:
        reader.members(0, 1)
    except TransientError as error:
        raise Fault(f"{error.problem}: it cannot see the customers, run `provisioner realm apply`") from None


def reports(mailbox: ImapReports) -> None:
    """The mailbox of reports opens over TLS with our login, and its messages may be marked."""
    try:
        mailbox.check()
    except TransientError as error:
        raise Fault(f"{error.problem}: check the settings PROVISIONER_REPORTS_…") from None


def issuers(folder: Path) -> None:
    """Every file of the folder is the certificate of an issuer, and there is one."""
    try:
        found = read(folder)
    except OSError:
        raise Fault("the folder cannot be read: check PROVISIONER_SIGNATURE_ISSUERS") from None
    if found.unread:
        raise Fault(f"{', '.join(found.unread)}: no certificate of an issuer in PEM; no signature counts by it")
    if not found.certificates:
        raise Fault("the folder is empty: no signature can count as checked")
