"""A worker that also reads a realm in memory, and what there is to be found in it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from provisioner import agreement, outbox
from provisioner.accounts.carrying_out import AccessMails, Tools
from provisioner.accounts.not_me import Links
from provisioner.accounts.tables import Account
from provisioner.agreement import nightly
from provisioner.agreement.kinds import COMPARE
from provisioner.agreement.rules import CUSTOMERS, STAFF, FindingKind
from provisioner.agreement.tables import AccountSeen, AgreementRun, Finding
from provisioner.agreement.watching import ReadEvents, Realm
from provisioner.agreement.work import agreement_handlers
from provisioner.database import Database
from provisioner.outbox.handlers import AnyHandler, Hands
from provisioner.outbox.tables import Task
from provisioner.outside.observation import EventReader, MemberReader
from provisioner.outside.password import temporary_password
from provisioner.outside.ports import Directory
from provisioner.settings import branding
from tests.factories import PRACTICE, approved_account, member
from tests.fake_observer import FakeObserver
from tests.fakes import FakeDirectory
from tests.worker.desk import LOGIN_PAGE, PUBLIC_URL, WorkerDesk

OURS = "the-workers-own-user"


@dataclass
class Agreeing:
    """A desk's worker with both realms; a real realm may stand in place of the one in memory."""

    database: Database
    directory: FakeDirectory = field(default_factory=FakeDirectory)
    realm: Directory | None = None
    reader: EventReader | None = None
    members: MemberReader | None = None
    own: Callable[[], str] = lambda: OURS

    def __post_init__(self) -> None:
        self.customers, self.staff = FakeObserver(self.directory), FakeObserver(FakeDirectory())
        self.desk = WorkerDesk(self.database, self.directory, self.realm, more=self._handlers)

    def _handlers(self, hands: Hands) -> list[AnyHandler]:
        mails = AccessMails(LOGIN_PAGE, strong_profile=False, branding=branding.load())
        tools = Tools(
            self.realm or self.directory, self.desk.mailer, temporary_password, mails, PRACTICE, links=Links(PUBLIC_URL)
        )
        realms = (
            Realm(CUSTOMERS, self.reader or self.customers, self.own),
            Realm(STAFF, self.staff, lambda: ""),
        )
        return agreement_handlers(hands, tools, self.members or self.customers, realms, tomorrow)

    def begin(self) -> None:
        """The first look, from which on everything is news."""
        self.desk.begins(ReadEvents)
        self.desk.run()

    def look(self) -> None:
        """Read what happened since, and carry out what comes of it."""
        self.desk.later()
        self.desk.run()

    def active(self, **changed: str) -> Account:
        """An account whose customer has an own password."""
        account = approved_account(self.database, **changed)
        self.desk.run()
        user_id = str(self.desk.account(account.id).keycloak_id)
        self.directory.customer_sets_own_password(user_id, "own")
        self.desk.later()
        self.desk.run()
        return self.desk.account(account.id)

    def open(self) -> dict[FindingKind, Finding]:
        """What stands, by its kind."""
        with self.database.reading() as session:
            found = session.scalars(sa.select(Finding).where(Finding.closed_at.is_(None)))
            return {one.kind: one for one in found}

    def seen(self, account_id: UUID) -> AccountSeen | None:
        with self.database.reading() as session:
            return session.get(AccountSeen, account_id)

    def waiting(self, kind: str) -> Task:
        """The one open task of a kind."""
        with self.database.reading() as session:
            return session.scalars(sa.select(Task).where(Task.kind == kind, Task.done_at.is_(None))).one()


def tomorrow(now: datetime) -> datetime:
    """When everything is compared again."""
    return now + timedelta(days=1)


def moments(seconds: float = 0) -> datetime:
    """A moment from now on, as Keycloak's clock shows it."""
    return datetime.now(UTC) + timedelta(seconds=seconds)


def run(agreeing: Agreeing) -> AgreementRun:
    """One comparison, and what comes of it."""
    with agreeing.database.transaction() as session:
        nightly.ask(session, now=datetime.now(UTC))
    agreeing.desk.run()
    with agreeing.database.reading() as session:
        return session.scalars(sa.select(AgreementRun).order_by(AgreementRun.id.desc())).first() or AgreementRun()


def look_at_it(agreeing: Agreeing) -> None:
    """As after an event."""
    with agreeing.database.transaction() as session:
        outbox.ensure(session, COMPARE, session.scalars(sa.select(Account.id)).one(), datetime.now(UTC))
    agreeing.desk.run()


def renamed(agreeing: Agreeing) -> None:
    """By somebody in the console, found by the comparison."""
    (user,) = agreeing.directory.users.values()
    user.last_name = "Inny"
    run(agreeing)


def put_back_the_name(agreeing: Agreeing) -> None:
    """Somebody presses the button at that name."""
    finding = agreeing.open()[FindingKind.NAME_DIFFERS]
    with agreeing.database.transaction() as session:
        agreement.mend(session, finding.id, by=member(session, "Barbara Lis"), at=datetime.now(UTC))
    agreeing.desk.run()
