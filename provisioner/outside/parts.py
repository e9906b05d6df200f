"""The parts of the outside by name: what work needs, what an outage pauses, what the banner tells, what ends it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from provisioner.outside.ports import LoginOrEmailTaken, PermanentError, TransientError, UserMissing

KEYCLOAK = "keycloak"
MAIL = "mail"
REPORTS = "reports"
"""The mailbox to which reports about our mails come back."""
OBSERVER, STAFF_OBSERVER = "observer", "staff_observer"
"""The read-only clients of Keycloak, one a realm: where only they are refused, the work of others goes on."""
BEHIND = {OBSERVER: KEYCLOAK, STAFF_OBSERVER: KEYCLOAK}
"""Whom a part is met through: its answer shows that the other is there, and nothing of what the other refuses us."""
NOT_THERE = frozenset({"keycloak_unreachable", "keycloak_answer"})
"""Problems that end with anybody's answer."""
VIRUSES = "viruses"
"""The virus scanner, where this installation has one."""
ANSWERS = (LoginOrEmailTaken, PermanentError, UserMissing)
"""Errors of one case: the part that says them is there and works."""


@contextmanager
def heard(answered: Callable[[], None]) -> Iterator[None]:
    """Around one call: tell of such an error before it goes on. That all went well tells whoever knows when it has."""
    try:
        yield
    except ANSWERS:
        answered()
        raise
    except TransientError as error:
        if not error.component:
            answered()
        raise
