"""Stand-ins behind our ports; the contract tests run the same cases against them and the real ones."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import uuid4

from provisioner.identifiers import stored_email, typed_email
from provisioner.outside.password import TemporaryPassword
from provisioner.outside.ports import DirectoryUser, LoginOrEmailTaken, Mail, NewUser, UserMissing


@dataclass
class StoredUser:
    """A user inside the fake directory; `email` as Keycloak holds it, its domain in its own letters."""

    id: str
    login: str
    email: str
    application_id: str
    password: str
    pending: bool = True
    ours: bool = True
    enabled: bool = True
    sessions: int = 0
    first_name: str = ""
    last_name: str = ""
    locale: str = ""
    actions: set[str] = field(default_factory=set)
    """Asked of the user beside a new password."""
    token: str = ""
    """That of the link in the mails which the realm sends by itself."""
    customer_number: str = ""


@dataclass
class FakeDirectory:
    """A realm in memory. `trouble` runs before and `afterwards` after each call, to raise what a test wants."""

    users: dict[str, StoredUser] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    trouble: Callable[[str], None] = lambda call: None
    afterwards: Callable[[str], None] = lambda call: None

    def create(self, user: NewUser, password: TemporaryPassword) -> str:
        self._called("create")
        login, email = user.login.lower(), typed_email(user.email).lower()
        if any(email and other.email == email for other in self.users.values()):
            raise LoginOrEmailTaken(email=True)
        if any(other.login == login for other in self.users.values()):
            raise LoginOrEmailTaken(email=False)
        stored = StoredUser(
            str(uuid4()), login, email, user.application_id, password.reveal(), first_name=user.first_name,
            last_name=user.last_name, locale=user.locale, customer_number=user.customer_number,
        )  # fmt: skip
        self.users[stored.id] = stored
        self.afterwards("create")
        return stored.id

    def find(self, login: str) -> DirectoryUser | None:
        self._called("find")
        found = [u for u in self.users.values() if u.login == login.lower() and u.ours]
        return _seen(found[0]) if found else None

    def get(self, user_id: str) -> DirectoryUser:
        self._called("get")
        seen = _seen(self._stored(user_id))
        self.afterwards("get")
        return seen

    def end_sessions(self, user_id: str) -> None:
        self._called("end_sessions")
        self._stored(user_id).sessions = 0
        self.afterwards("end_sessions")

    def set_password(self, user_id: str, password: TemporaryPassword) -> None:
        self._called("set_password")
        stored = self._stored(user_id)
        stored.password, stored.pending = password.reveal(), True
        self.afterwards("set_password")

    def unlock(self, user_id: str) -> None:
        self._called("unlock")
        self.afterwards("unlock")

    def disable(self, user_id: str) -> None:
        self._called("disable")
        self._stored(user_id).enabled = False
        self.afterwards("disable")

    def enable(self, user_id: str) -> None:
        self._called("enable")
        self._stored(user_id).enabled = True
        self.afterwards("enable")

    def sessions(self, user_id: str) -> int:
        self._called("sessions")
        living = self._stored(user_id).sessions
        self.afterwards("sessions")
        return living

    def change_email(self, user_id: str, email: str) -> None:
        self._called("change_email")
        stored, wanted = self._stored(user_id), typed_email(email).lower()
        if any(other.email == wanted for other in self.users.values() if other is not stored):
            raise LoginOrEmailTaken(email=True)
        stored.email = wanted
        self.afterwards("change_email")

    def rename(self, user_id: str, first_name: str, last_name: str) -> None:
        self._called("rename")
        stored = self._stored(user_id)
        stored.first_name, stored.last_name = first_name, last_name
        self.afterwards("rename")

    def drop_actions(self, user_id: str) -> None:
        self._called("drop_actions")
        self._stored(user_id).actions.clear()
        self.afterwards("drop_actions")

    def rewrite(self, user_id: str, user: NewUser) -> None:
        self._called("rewrite")
        stored, email = self._stored(user_id), typed_email(user.email).lower()
        if any(other.email == email for other in self.users.values() if other is not stored):
            raise LoginOrEmailTaken(email=True)
        stored.email, stored.locale = email, user.locale
        stored.first_name, stored.last_name = user.first_name, user.last_name
        self.afterwards("rewrite")

    def keep_token(self, user_id: str, token: str) -> None:
        self._called("keep_token")
        self._stored(user_id).token = token
        self.afterwards("keep_token")

    def renumber(self, user_id: str, customer_number: str) -> None:
        self._called("renumber")
        self._stored(user_id).customer_number = customer_number
        self.afterwards("renumber")

    def remove(self, user_id: str) -> None:
        self._called("remove")
        del self.users[self._stored(user_id).id]
        self.afterwards("remove")

    def customer_sets_own_password(self, user_id: str, password: str) -> None:
        """What happens on the login page."""
        self.users[user_id].password, self.users[user_id].pending = password, False

    def stranger(self, login: str, email: str = "") -> StoredUser:
        """A user somebody else made, which our account may not see."""
        stored = StoredUser(str(uuid4()), login, email, "", "theirs", pending=False, ours=False)
        self.users[stored.id] = stored
        return stored

    def _stored(self, user_id: str) -> StoredUser:
        if user_id not in self.users:
            raise UserMissing
        return self.users[user_id]

    def _called(self, call: str) -> None:
        self.calls.append(call)
        self.trouble(call)


@dataclass
class FakeMailer:
    """Keeps every mail it accepts; `trouble` runs before accepting."""

    sent: list[Mail] = field(default_factory=list)
    trouble: Callable[[Mail], None] = lambda mail: None

    def send(self, mail: Mail) -> None:
        self.trouble(mail)
        self.sent.append(mail)


def _seen(user: StoredUser) -> DirectoryUser:
    email = stored_email(user.email)
    return DirectoryUser(user.id, user.application_id, email, user.pending, user.enabled, user.token)
