"""The parts of the outside by name: what work needs, what an outage pauses, what the banner tells, what ends it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from provisioner.outside.ports import LoginOrEmailTaken, PermanentError, TransientError, UserMissing

KEYCLOAK = "keycloak"
MAIL = "mail"
REPORTS = "reports"
"""The mailbox to which reports about our mails come back."""
OBSERVER = "observer"
"""The read-only clients of Keycloak: where only they are refused, the work of others goes on."""
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
