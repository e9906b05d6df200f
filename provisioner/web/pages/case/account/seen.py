"""What Keycloak's events tell of the account, on its case: the last login, and a lock that an approver may lift."""

from collections.abc import Iterator

from provisioner.accounts.tables import Account
from provisioner.agreement.rules import COMPARED, LONGEST_LOCK
from provisioner.agreement.tables import AccountSeen
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.gate.access import Me
from provisioner.web.words.dates import moment
from provisioner.web.words.translate import _


def seen_lines(seen: AccountSeen | None) -> Iterator[str]:
    """A young lock and the last login."""
    if seen and seen.locked_at and _locked(seen):
        yield _("locked after wrong passwords %(when)s; the lock passes by itself", when=moment(seen.locked_at))
    if seen and seen.last_login_at:
        yield _("last login %(when)s", when=moment(seen.last_login_at))


def _locked(seen: AccountSeen | None) -> bool:
    """Whether a lock may still stand: it is young, and nobody has logged in since."""
    if seen is None or seen.locked_at is None or desk().clock() - seen.locked_at > LONGEST_LOCK:
        return False
    return seen.last_login_at is None or seen.last_login_at < seen.locked_at


def unlockable(account: Account, seen: AccountSeen | None, person: Me) -> bool:
    """Whether this person may lift a lock that stands."""
    return person.may(Action.MEND) and _locked(seen) and account.status in COMPARED
