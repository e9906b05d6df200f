"""The customers' realm for a worker that may have overslept, and that tells when Keycloak has answered."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from provisioner.outbox.lease import Lease
from provisioner.outside.parts import heard
from provisioner.outside.password import TemporaryPassword
from provisioner.outside.ports import (
    Directory,
    DirectoryUser,
    NewUser,
    TransientError,
)


@dataclass(frozen=True)
class LeasedDirectory:
    """A directory whose every single call is refused for a task that may be somebody else's by now (P4).

    An answer that is an error of the case is told to `answered`, so that an outage ends with it. That all went well is
    told by whoever knows when a change is complete: a part that reads but may not write is not well.
    """

    directory: Directory
    lease: Lease
    answered: Callable[[], None]

    def create(self, user: NewUser, password: TemporaryPassword) -> str:
        """As the directory, while the lease lasts."""
        with self._call():
            return self.directory.create(user, password)

    def find(self, login: str) -> DirectoryUser | None:
        """As the directory, while the lease lasts."""
        with self._call():
            return self.directory.find(login)

    def get(self, user_id: str) -> DirectoryUser:
        """As the directory, while the lease lasts."""
        with self._call():
            return self.directory.get(user_id)

    def end_sessions(self, user_id: str) -> None:
        """As the directory, while the lease lasts."""
        with self._call():
            self.directory.end_sessions(user_id)

    def set_password(self, user_id: str, password: TemporaryPassword) -> None:
        """As the directory, while the lease lasts."""
        with self._call():
            self.directory.set_password(user_id, password)

    def unlock(self, user_id: str) -> None:
        """As the directory, while the lease lasts."""
        with self._call():
            self.directory.unlock(user_id)

    def disable(self, user_id: str) -> None:
        """As the directory, while the lease lasts."""
        with self._call():
            self.directory.disable(user_id)

    def enable(self, user_id: str) -> None:
        """As the directory, while the lease lasts."""
        with self._call():
            self.directory.enable(user_id)

    def sessions(self, user_id: str) -> int:
        """As the directory, while the lease lasts."""
        with self._call():
            return self.directory.sessions(user_id)

    def change_email(self, user_id: str, email: str) -> None:
        """As the directory, while the lease lasts."""
        with self._call():
            self.directory.change_email(user_id, email)

    def rename(self, user_id: str, first_name: str, last_name: str) -> None:
        """As the directory, while the lease lasts."""
        with self._call():
            self.directory.rename(user_id, first_name, last_name)

    def drop_actions(self, user_id: str) -> None:
        """As the directory, while the lease lasts."""
        with self._call():
            self.directory.drop_actions(user_id)

    def rewrite(self, user_id: str, user: NewUser) -> None:
        """As the directory, while the lease lasts."""
        with self._call():
            self.directory.rewrite(user_id, user)

    def keep_token(self, user_id: str, token: str) -> None:
        """As the directory, while the lease lasts."""
        with self._call():
            self.directory.keep_token(user_id, token)

    def renumber(self, user_id: str, customer_number: str) -> None:
        """As the directory, while the lease lasts."""
        with self._call():
            self.directory.renumber(user_id, customer_number)

    def remove(self, user_id: str) -> None:
        """As the directory, while the lease lasts."""
        with self._call():
            self.directory.remove(user_id)

    @contextmanager
    def _call(self) -> Iterator[None]:
        self.lease.check()
        try:
            with heard(self.answered):
                yield
        except TransientError:
            # What a worker that overslept is told concerns nobody: its token was too old, or its time over.
            self.lease.check()
            raise
