"""What we ask of the outside, in our words; adapters and fakes keep the same contract."""

from dataclasses import dataclass, field
from typing import Protocol

from provisioner.outside.password import TemporaryPassword

MUST_CHANGE = "UPDATE_PASSWORD"
"""The directory's word for the duty to set an own password at the next login."""


class TransientError(Exception):
    """The outside did not answer or asked us to come back; the outcome may be unknown: look before acting again.

    `problem` is a short name from a closed list; `component` names the part that is down for everybody (`keycloak`,
    `mail`), or is empty when only this one piece of work has to wait. Of a mail, `unknown` says that it may have left.
    For `late` seconds a change that was asked for may still be made, however long ago we stopped waiting for it.
    """

    def __init__(self, problem: str, component: str = "", *, unknown: bool = False, late: float = 0) -> None:
        super().__init__(problem)
        self.problem = problem
        self.component = component
        self.unknown = unknown
        self.late = late


class ConfigurationError(TransientError):
    """A right, a key or an address is wrong; everything waits until an operator has mended it."""


class DoubtfulRefusal(ConfigurationError):
    """Our system was refused, or this one piece of work: when others succeed meanwhile, it was this one."""


class PermanentError(Exception):
    """The outside said no and will say no again.

    `code` is a short name from a closed list of the adapter; it never holds a value that was sent.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class LoginOrEmailTaken(Exception):
    """The directory holds the login or the e-mail already (409); whose it is, only a look-up by marker can tell."""

    def __init__(self, email: bool) -> None:
        super().__init__("email taken" if email else "login taken")
        self.email = email


class UserMissing(Exception):
    """A user we created is not in the directory any more."""


@dataclass(frozen=True)
class NewUser:
    """All that the directory is told about a customer, in one call (R4)."""

    login: str
    email: str
    first_name: str
    last_name: str
    customer_number: str
    application_id: str
    locale: str


@dataclass(frozen=True)
class DirectoryUser:
    """A user as the directory knows it; `application_id` is our marker, empty for a stranger."""

    id: str
    application_id: str
    email: str
    password_pending: bool
    enabled: bool = True
    token: str = field(default="", repr=False)
    """That of the link "it wasn't me" in the mails which the directory sends by itself."""


class Directory(Protocol):
    """The customers' realm; a method is one call and may raise TransientError, ConfigurationError, PermanentError."""

    def create(self, user: NewUser, password: TemporaryPassword) -> str:
        """Create the user in one call, with a temporary password that must be changed; gives the id.

        Raises LoginOrEmailTaken. After a TransientError the user may exist.
        """

    def find(self, login: str) -> DirectoryUser | None:
        """The user with exactly this login among those we may see."""

    def get(self, user_id: str) -> DirectoryUser:
        """The user with this id. Raises UserMissing."""

    def end_sessions(self, user_id: str) -> None:
        """Log the user out everywhere. Raises UserMissing."""

    def set_password(self, user_id: str, password: TemporaryPassword) -> None:
        """Set a temporary password that must be changed; a login begun before goes on. Raises UserMissing."""

    def unlock(self, user_id: str) -> None:
        """Lift the lock that wrong passwords have brought."""

    def disable(self, user_id: str) -> None:
        """Let nobody log in any more; sessions that live go on. Raises UserMissing."""

    def enable(self, user_id: str) -> None:
        """Let the user log in again; sessions that were not ended live on. Raises UserMissing."""

    def sessions(self, user_id: str) -> int:
        """How many sessions of the user live. Raises UserMissing."""

    def change_email(self, user_id: str, email: str) -> None:
        """Change the address and nothing else. Raises UserMissing, LoginOrEmailTaken."""

    def rename(self, user_id: str, first_name: str, last_name: str) -> None:
        """Change the names and nothing else. Raises UserMissing."""

    def drop_actions(self, user_id: str) -> None:
        """Ask the user for nothing at the next login but a new password, where that is asked. Raises UserMissing."""

    def rewrite(self, user_id: str, user: NewUser) -> None:
        """Change names, address and language to these; all else stays, the login and the marker too.

        Raises UserMissing, LoginOrEmailTaken.
        """

    def keep_token(self, user_id: str, token: str) -> None:
        """Give the user this token of a link "it wasn't me", and leave all else as it is. Raises UserMissing."""

    def renumber(self, user_id: str, customer_number: str) -> None:
        """Give the user this customer number, and leave all else as it is. Raises UserMissing."""

    def remove(self, user_id: str) -> None:
        """Delete the user with everything Keycloak knows of it. Raises UserMissing."""


@dataclass(frozen=True)
class Attachment:
    """A PDF that goes with a mail, by the name under which it is saved."""

    name: str
    content: bytes

    def __repr__(self) -> str:
        return "Attachment(****)"


@dataclass(frozen=True)
class Mail:
    """One mail ready to go; the body may hold a secret, therefore it prints without it.

    By its `mark` a report about it is known again; one without a mark is followed by nobody. `wording` says in which
    words of the office's own it speaks; empty for the shipped ones. `kept` is its text with a mark for each secret.
    """

    to: str
    subject: str
    text: str
    html: str
    language: str
    mark: str = ""
    attachment: Attachment | None = None
    wording: str = ""
    kept: str = ""

    def __repr__(self) -> str:
        return "Mail(****)"


class Mailer(Protocol):
    """Hands a mail to the mail server."""

    def send(self, mail: Mail) -> None:
        """Return once the mail server has accepted the mail.

        Raises TransientError, ConfigurationError or PermanentError (address refused).
        """


class VirusScanner(Protocol):
    """Looks for viruses in the content of a file."""

    def look(self, content: bytes) -> str:
        """What was found, by its name; empty for nothing.

        Raises TransientError while the scanner does not answer, PermanentError where it cannot say of this file.
        """
