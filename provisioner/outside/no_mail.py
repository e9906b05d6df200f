"""The mailer of an installation on which staff learn: takes every mail and hands none to anybody."""

from collections.abc import Callable

from provisioner.outside.ports import Mail


class NoMail:
    """Behind the Mailer port like the real one, and as strict: no mail inside a transaction (P9)."""

    def __init__(self, in_transaction: Callable[[], bool]) -> None:
        self._in_transaction = in_transaction

    def send(self, mail: Mail) -> None:  # noqa: ARG002
        """Take the mail and forget it, the password in it too."""
        if self._in_transaction():
            raise AssertionError("no mail inside a transaction (P9)")
