"""A realm in memory as its read-only client sees it; it looks at the same users as the fake directory."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from provisioner.identifiers import stored_email
from provisioner.outside.observation import AdminEvent, Kept, Member, UserEvent, UserOutside
from provisioner.outside.ports import UserMissing
from tests.fakes import FakeDirectory, StoredUser


@dataclass
class FakeObserver:
    """Events are put in by the test; `trouble` runs before each call."""

    directory: FakeDirectory = field(default_factory=FakeDirectory)
    users: list[UserEvent] = field(default_factory=list)
    changes: list[AdminEvent] = field(default_factory=list)
    keeps: Kept = field(default_factory=lambda: Kept(of_users=True, of_administrators=True))
    trouble: Callable[[str], None] = lambda call: None
    calls: list[str] = field(default_factory=list)

    def kept(self) -> Kept:
        self._called("kept")
        return self.keeps

    def user_events(self, since: datetime, first: int, most: int) -> list[UserEvent]:
        self._called("user_events")
        return sorted((e for e in self.users if e.at >= since), key=lambda e: e.at)[first : first + most]

    def admin_events(self, since: datetime, first: int, most: int) -> list[AdminEvent]:
        self._called("admin_events")
        return sorted((e for e in self.changes if e.at >= since), key=lambda e: e.at)[first : first + most]

    def members(self, first: int, most: int) -> list[Member]:
        self._called("members")
        ours = sorted((user for user in self.directory.users.values() if user.ours), key=lambda user: user.login)
        return [_member(user) for user in ours[first : first + most]]

    def member(self, user_id: str) -> Member:
        self._called("member")
        user = self.directory.users.get(user_id)
        if user is None:
            raise UserMissing
        if not user.ours:
            raise UserOutside
        return _member(user)

    def did(self, kind: str, user_id: str, at: datetime, *, by: str = "") -> None:
        """A user did this, or somebody `by` name as that user."""
        self.users.append(UserEvent(str(uuid4()), at, kind, user_id, by, "192.0.2.7" if by else ""))

    def changed(self, operation: str, resource: str, path: str, at: datetime, *, by: str = "an-administrator") -> None:
        """Somebody did this in the console."""
        self.changes.append(AdminEvent(str(uuid4()), at, operation, resource, path, by, "192.0.2.7"))

    def _called(self, call: str) -> None:
        self.calls.append(call)
        self.trouble(call)


def _member(user: StoredUser) -> Member:
    actions = user.actions | ({"UPDATE_PASSWORD"} if user.pending else set())
    return Member(
        user.id, user.login, stored_email(user.email), user.first_name, user.last_name, user.customer_number,
        user.application_id,
        user.enabled, frozenset(actions), user.token,
    )  # fmt: skip
