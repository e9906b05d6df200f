"""A small office with a past: active, blocked and unused accounts, a corrected paper, a sealed and anchored journal."""

from copy import copy, deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from provisioner import accounts, applications
from provisioner.accounts.blocking.rules import BlockGround
from provisioner.accounts.tables import Account
from provisioner.agreement import nightly
from provisioner.database import Database
from provisioner.database.columns import Json
from provisioner.journal.anchors import anchored
from provisioner.journal.tables import AuditEntry, AuditSeal
from provisioner.journal.verify import verify
from provisioner.outside.observation import LOGIN
from tests.factories import NOW, PRACTICE, approved_account, entry, member, recorded
from tests.fakes import FakeDirectory
from tests.journal.desk import keeper
from tests.worker.agreeing import Agreeing


@dataclass
class Story:
    """What happened before the insider came; lines of the journal are named by their event."""

    database: Database
    agreeing: Agreeing = field(init=False)
    events: dict[int, str] = field(init=False)
    """The event at each position of the chain, as it was."""
    anchor: Json = field(init=False)

    def __post_init__(self) -> None:
        self.agreeing = Agreeing(self.database)
        self.agreeing.begin()
        self.active = self.agreeing.active(email="jozef@example.com", email_again="jozef@example.com")
        self.blocked = self.agreeing.active(
            customer_number="200001", email="maria@example.com", email_again="maria@example.com"
        )
        self._blocks()
        self._corrects()
        self.unused = approved_account(
            self.database, customer_number="300002", email="piotr@example.com", email_again="piotr@example.com"
        )
        self.agreeing.desk.run()
        self.unused = self.agreeing.desk.account(self.unused.id)
        self.agreeing.customers.did(LOGIN, self.user(self.active), datetime.now(UTC))
        self.agreeing.look()
        with self.database.reading() as session:
            rows = session.execute(
                sa.select(AuditSeal.position, AuditEntry.event).join(AuditEntry, AuditEntry.seq == AuditSeal.entry_seq)
            )
            self.events = {position: str(event) for position, event in rows}
            self.anchor = anchored(session, keeper(), NOW)

    def over(self, database: Database) -> "Story":
        """The same past over a copy of its database; Keycloak too is a copy."""
        found, was = copy(self), self.agreeing
        found.database = database
        found.agreeing = Agreeing(database, FakeDirectory(deepcopy(was.directory.users)))
        found.agreeing.customers.users = list(was.customers.users)
        return found

    def _blocks(self) -> None:
        with self.database.transaction() as session:
            accounts.block(
                session, self.blocked.case_id, ground=BlockGround.TAKEOVER, reason="telefon klienta",
                by=member(session, "Barbara Lis"), at=datetime.now(UTC),
            )  # fmt: skip
        self.agreeing.look()

    def _corrects(self) -> None:
        """A clerk corrects two fields: what they said stands beside the line."""
        with self.database.transaction() as session:
            first: dict[str, Any] = {"email": "x@example.com", "email_again": "x@example.com"}
            application = recorded(session, customer_number="400003", **first)
            told = entry(session, customer_number="400003", email="y@example.com", email_again="y@example.com",
                         phone="602 000 111")  # fmt: skip
            applications.complete(
                session, application.id, told, revision=1, practice=PRACTICE, by=member(session, "Celina Clerk"), at=NOW
            )  # fmt: skip

    def seq(self, event: str) -> int:
        """The key of the first line with this event."""
        with self.database.reading() as session:
            found = session.scalar(sa.select(sa.func.min(AuditEntry.seq)).where(AuditEntry.event == event))
        assert found, event
        return found

    def position(self, event: str) -> int:
        """Its place in the chain."""
        return next(position for position, one in sorted(self.events.items()) if one == event)

    @property
    def last(self) -> int:
        """The last position."""
        return max(self.events)

    def key(self, one: UUID | Account) -> str:
        """An id as SQL compares it on this database."""
        found = one.id if isinstance(one, Account) else one
        return found.hex if self.database.engine.dialect.name == "sqlite" else str(found)

    def user(self, account: Account) -> str:
        """Its user in Keycloak."""
        return str(account.keycloak_id)

    def verified(self, *anchors: Json) -> set[str]:
        """What `provisioner audit verify` names: each fault with the line it is about."""
        with self.database.reading() as session:
            report = verify(session, keeper(), anchors)
        return {f"{one.kind.value} {self.events.get(one.position or 0, '')}".strip() for one in report.faults}

    def compared(self) -> set[str]:
        """What the nightly comparison with Keycloak notes on the desk."""
        with self.database.transaction() as session:
            nightly.ask(session, now=datetime.now(UTC))
        for _ in range(2):
            self.agreeing.look()
        return {kind.value for kind in self.agreeing.open()}
