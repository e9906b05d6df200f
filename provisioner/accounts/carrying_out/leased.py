"""The customers' realm for a worker that may have overslept."""

from dataclasses import dataclass

from provisioner.outbox.lease import Lease
from provisioner.outside.password import TemporaryPassword
from provisioner.outside.ports import Directory, DirectoryUser, NewUser


@dataclass(frozen=True)
class LeasedDirectory:
    """A directory whose every single call is refused for a task that may be somebody else's by now (P4)."""

    directory: Directory
    lease: Lease

    def create(self, user: NewUser, password: TemporaryPassword) -> str:
        """As the directory, while the lease lasts."""
        self.lease.check()
        return self.directory.create(user, password)

    def find(self, login: str) -> DirectoryUser | None:
        """As the directory, while the lease lasts."""
        self.lease.check()
        return self.directory.find(login)

    def get(self, user_id: str) -> DirectoryUser:
        """As the directory, while the lease lasts."""
        self.lease.check()
        return self.directory.get(user_id)

    def end_sessions(self, user_id: str) -> None:
        """As the directory, while the lease lasts."""
        self.lease.check()
        self.directory.end_sessions(user_id)

    def set_password(self, user_id: str, password: TemporaryPassword) -> None:
        """As the directory, while the lease lasts."""
        self.lease.check()
        self.directory.set_password(user_id, password)

    def unlock(self, user_id: str) -> None:
        """As the directory, while the lease lasts."""
        self.lease.check()
        self.directory.unlock(user_id)
