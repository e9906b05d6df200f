"""One office: a database with a clock in the test's hand, a worker over fakes, what the outside does by itself."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

from sqlalchemy.exc import OperationalError

from provisioner.accounts.carrying_out import AccessMails, Tools, account_handlers
from provisioner.accounts.not_me import Links
from provisioner.agreement.rules import CUSTOMERS, STAFF
from provisioner.agreement.watching import Realm
from provisioner.agreement.work import agreement_handlers
from provisioner.outbox.handlers import Hands
from provisioner.outbox.lease import Lease
from provisioner.outside.parts import KEYCLOAK, MAIL, OBSERVER, STAFF_OBSERVER
from provisioner.outside.password import TemporaryPassword
from provisioner.outside.ports import Mail
from provisioner.settings import branding
from provisioner.worker import Step, nightly_handlers, schedule
from provisioner.worker.failures import Failures
from provisioner.worker.pauses import Pauses
from tests.factories import PRACTICE
from tests.fake_observer import FakeObserver
from tests.fakes import FakeDirectory, StoredUser
from tests.life.clocked import SECRET, Clock, ClockedDatabase
from tests.life.faults import Faults
from tests.worker.agreeing import OURS, tomorrow
from tests.worker.desk import LEASE, LOGIN_PAGE, PUBLIC_URL
from tests.worker.troubles import Killed

PAGE_LIVES = timedelta(minutes=10)
"""So long a page of Keycloak that asks for a new password takes one (accessCodeLifespanUserAction)."""
MAILS = AccessMails(LOGIN_PAGE, strong_profile=False, branding=branding.load())
MOST_STEPS = 80


@dataclass(frozen=True)
class Sent:
    """A mail that has left, when, and the temporary password in it."""

    at: datetime
    mail: Mail
    password: str

    @property
    def login(self) -> str:
        """Whose temporary password it is."""
        found = re.search(r"^Login: +(\S+)$", self.mail.text, re.MULTILINE)
        return found.group(1) if found else ""

    @property
    def token(self) -> str:
        """Of the link "it wasn't me"."""
        address = next(line for line in self.mail.text.splitlines() if line.startswith(PUBLIC_URL))
        return parse_qs(urlsplit(address).query)["t"][0]


@dataclass
class World:
    """Everything outside the use cases; it is the mail server too."""

    database: ClockedDatabase
    directory: FakeDirectory = field(default_factory=FakeDirectory)
    mails: list[Sent] = field(default_factory=list)
    own: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    """Passwords that customers chose, by user, and when."""
    pages: dict[str, datetime] = field(default_factory=dict)
    """Since when a page is open in which somebody may set an own password."""
    touched: set[str] = field(default_factory=set)
    """Users that somebody has changed by hand."""
    drawn: int = 0
    faults: Faults = field(default_factory=Faults)
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.database.clock, self.database.faults = self.clock, self.faults
        self.customers, self.staff = FakeObserver(self.directory), FakeObserver(FakeDirectory())
        self.directory.trouble = lambda call: self._called(KEYCLOAK)
        self.directory.afterwards = lambda call: self.faults.after(KEYCLOAK)
        self.customers.trouble = lambda call: self._called(OBSERVER)
        self.staff.trouble = lambda call: self._called(STAFF_OBSERVER)
        self.at_work = self.worker()
        schedule(self.database, self.at_work.handlers)

    def _called(self, part: str) -> None:
        assert not self.database.in_transaction, f"P9: {part} was called inside a transaction"
        self.faults.before(part)

    def send(self, mail: Mail) -> None:
        """What the mail server does; nothing untrue may leave (P5)."""
        self._called(MAIL)
        found = re.search(rf"{SECRET}\d+", mail.text)
        sent = Sent(self.clock(), mail, found.group() if found else "")
        self._true(sent)
        self.mails.append(sent)
        self.faults.after(MAIL)

    def _true(self, sent: Sent) -> None:
        to = sent.mail.to.lower()
        users = [one for one in self.directory.users.values() if one.ours and one.email == to]
        users = [one for one in users if one.id not in self.touched]
        if sent.password:
            assert [one.password for one in users] in ([sent.password], []), "P5: mailed what Keycloak does not know"
            assert users or self.touched, "P5: mailed to nobody's address"
            assert all(one.enabled and one.pending for one in users), "P5: mailed what does not work"
        elif "zablokowan" in sent.mail.subject:
            shut = [one for one in users if not one.enabled and not one.sessions]
            assert shut == users, "P5: said blocked what is not"

    def new_password(self) -> TemporaryPassword:
        self.drawn += 1
        return TemporaryPassword(f"{SECRET}{self.drawn:08d}")

    def worker(self) -> Step:
        """A worker as after a fresh start."""
        failures = Failures(self.database, Pauses(self.clock.seconds))
        failures.remember()
        hands = Hands(self.database, Lease(LEASE, self.clock.seconds), "test", failures.answered)
        tools = Tools(self.directory, self, self.new_password, MAILS, PRACTICE, links=Links(PUBLIC_URL))
        realms = (Realm(CUSTOMERS, self.customers, lambda: OURS), Realm(STAFF, self.staff, str))
        agreeing = agreement_handlers(hands, tools, self.customers, realms, tomorrow)
        return Step(hands, failures, [*account_handlers(hands, tools), *nightly_handlers(hands), *agreeing])

    def work(self, worker: Step | None = None) -> None:
        """Do all that is due, whatever happens to whoever does it; a process that dies is followed by another."""
        worker = worker or self.at_work
        for _ in range(MOST_STEPS):
            try:
                if not worker():
                    return
            except Killed:
                worker = self.at_work = self.worker()
            except OperationalError:
                continue
        raise AssertionError("a busy loop")

    def later(self, **by: float) -> None:
        self.clock.now += timedelta(**by)

    def another_does_it(self) -> None:
        """The worker has overslept; meanwhile all its work was somebody else's."""
        if not self.database.in_transaction:
            self.later(minutes=10)
            self.work(self.worker())

    def newest(self, user: StoredUser) -> str:
        """The password in the newest mail to this user's address."""
        to_it = (one for one in reversed(self.mails) if one.login == user.login and one.mail.to.lower() == user.email)
        return next((one.password for one in to_it if one.password), "")

    def logs_in(self, user: StoredUser) -> None:
        """With what the newest mail says, if that works; then the page asks for an own password."""
        if user.enabled and user.pending and user.password == self.newest(user):
            self.chooses(user)

    def chooses(self, user: StoredUser) -> None:
        """Somebody sets an own password on the page that asks for one."""
        self.drawn += 1
        self.own[user.id] = (f"Own{self.drawn}", self.clock())
        self.directory.customer_sets_own_password(user.id, self.own[user.id][0])
        user.sessions += 1 if user.enabled else 0
        self.customers.did("UPDATE_PASSWORD", user.id, self.clock())
        self.pages.pop(user.id, None)
