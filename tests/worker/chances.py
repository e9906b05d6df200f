"""One office with a run of bad luck: a seeded sequence of kills, outages, lost answers, sleep and passing time."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from uuid import UUID

import sqlalchemy as sa

from provisioner import accounts
from provisioner.accounts.carrying_out.failpoints import Failpoint
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.outbox.tables import Task
from provisioner.outside.ports import ConfigurationError, PermanentError, TransientError
from tests.factories import approved_account, member
from tests.fakes import StoredUser
from tests.worker.desk import WorkerDesk
from tests.worker.troubles import Killed, kill_at, no_trouble, raising

KEYCLOAK_AWAY = TransientError("keycloak_unreachable", "keycloak")
MAIL_AWAY = TransientError("mail_unreachable", "mail")
OUTSIDE = ("create", "find", "get", "end_sessions", "set_password", "unlock", "disable", "enable")
OWN = "WlasneHaslo1"
HOURS = (0, 0, 5, 200)
"""Time that passes between two troubles: a moment, more than a worker's patience, more than a password lives."""


@dataclass
class BadLuck:
    """Everything that happens is drawn from one seed, so that a failure can be seen again."""

    desk: WorkerDesk
    seed: int
    accounts: list[UUID] = field(default_factory=list)
    strangers: list[StoredUser] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.draw = Random(self.seed)

    def approve(self) -> None:
        """Two or three customers; now and then a stranger holds the login of one."""
        for place in range(self.draw.randint(2, 3)):
            number, address = f"{self.seed + 1000}-{place + 1}", f"c{self.seed}x{place}@example.com"
            if self.draw.random() < 0.2:
                self.strangers.append(self.desk.directory.stranger(number))
            found = approved_account(self.desk.database, customer_number=number, email=address, email_again=address)
            self.accounts.append(found.id)

    def strike(self) -> None:
        """One trouble while the worker works, then the outside is well again and some time has passed."""
        chosen = self.draw.choice(
            (self.kill, self.kill, self.keycloak_away, self.answer_lost, self.mail_away, self.mail_refused,
             self.no_right, self.poison, self.sleep, self.nothing)
        )  # fmt: skip
        chosen()
        self.desk.directory.trouble = self.desk.directory.afterwards = no_trouble
        self.desk.mailer.trouble = no_trouble
        self.draw.choice((self.customer_logs_in, self.people_press_buttons, self.nothing))()
        self.desk.later(self.draw.choice(HOURS))

    def kill(self) -> None:
        with suppress(Killed):
            self.desk.run(self.desk.worker(kill_at(self.draw.choice(list(Failpoint)))))

    def keycloak_away(self) -> None:
        self.desk.directory.trouble = raising(KEYCLOAK_AWAY, self.draw.choice(("", *OUTSIDE)))
        self.desk.run()

    def answer_lost(self) -> None:
        self.desk.directory.afterwards = raising(
            KEYCLOAK_AWAY, self.draw.choice(("create", "set_password", "disable", "enable"))
        )
        self.desk.run()

    def mail_away(self) -> None:
        self.desk.mailer.trouble = raising(self.draw.choice((MAIL_AWAY, TransientError("mail_deferred"))))
        self.desk.run()

    def mail_refused(self) -> None:
        self.desk.mailer.trouble = raising(PermanentError("550"))
        self.desk.run()

    def no_right(self) -> None:
        self.desk.directory.trouble = raising(ConfigurationError("keycloak_forbidden", "keycloak"))
        self.desk.run()

    def poison(self) -> None:
        self.desk.directory.trouble = raising(ZeroDivisionError("nobody thought of this"))
        self.desk.run()

    def sleep(self) -> None:
        """A worker stops past its lease, another does everything, then the first goes on."""
        point, clock = self.draw.choice(list(Failpoint)), [0.0]

        def oversleep(reached: Failpoint) -> None:
            if reached is point and not clock[0]:
                clock[0] = 3600
                self.desk.later()
                self.desk.run(self.desk.worker())

        sleeper = self.desk.worker(oversleep)
        sleeper.lease.clock = lambda: clock[0]
        self.desk.run(sleeper)

    def nothing(self) -> None:
        self.desk.run()

    def customer_logs_in(self) -> None:
        """Somebody whose newest mail works uses it."""
        for user in list(self.desk.directory.users.values()):
            if user.ours and user.pending and self.draw.random() < 0.5 and user.password == self.newest_mailed(user):
                self.desk.directory.customer_sets_own_password(user.id, OWN)

    def people_press_buttons(self) -> None:
        """Try again, or a new password, wherever the desk offers it."""
        for account_id in self.accounts:
            self.press(account_id, self.draw.choice((accounts.retry, accounts.reissue)))

    def press(self, account_id: UUID, button: Callable[..., Account]) -> None:
        with suppress(accounts.NothingToDo, accounts.Busy), self.desk.database.transaction() as session:
            button(session, account_id, by=member(session, "Barbara Lis"), at=datetime.now(UTC))

    def all_is_well_again(self) -> None:
        """Nothing breaks any more and people have tried again what waited for them."""
        for _ in range(3):
            for account_id in self.accounts:
                self.press(account_id, accounts.retry)
            self.desk.later()
            self.desk.run()
        while any(self.desk.account(one).shut_at for one in self.accounts):
            self.desk.later(hours=0.2)
            self.desk.run()

    def newest_mailed(self, user: StoredUser) -> str:
        """The password in the newest mail to this user's address."""
        return next(reversed(self.mailed(user.email)), "")

    def mailed(self, address: str) -> list[str]:
        """All passwords mailed there, oldest first."""
        return [self.desk.mailed_password(n) for n, mail in enumerate(self.desk.mailer.sent) if mail.to == address]

    def put_away(self) -> None:
        """Leave nothing open for the next run on the same database."""
        with self.desk.database.transaction() as session:
            session.execute(sa.update(Task).where(Task.done_at.is_(None)).values(done_at=datetime.now(UTC)))
            session.execute(sa.update(Account).values(password_valid_until=None))

    def settled(self, status: AccountStatus) -> bool:
        """Whether only the customer can bring it further."""
        return status in (AccountStatus.NOTIFIED, AccountStatus.ACTIVATED, AccountStatus.EXPIRED)
