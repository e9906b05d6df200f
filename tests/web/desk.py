"""A desk for tests: the real application over a test's database, its clock in the test's hand, people signed in."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import event as sa_event

from provisioner.database import Database
from provisioner.settings import Settings
from provisioner.staff.roles import Role
from provisioner.staff.tables import StaffMember
from provisioner.web.app import create_app
from provisioner.web.gate.keycloak_awake import Ask, Found
from tests.factories import NOW, member
from tests.web.page import Browser
from tests.web.realm import FakeRealm

DESK_URL = "http://localhost:8700"
KEYCLOAK_URL = "http://localhost:8710"


def settings(**changed: object) -> Settings:
    """Settings of a desk under test."""
    values: dict[str, object] = {
        "desk_url": DESK_URL,
        "keycloak_url": KEYCLOAK_URL,
        "secret_key": "a secret for tests, long enough for all",
        "desk_client_secret": "another secret for tests, long enough",
        "data_dir": Path("var"),
    }
    return Settings.model_validate(values | changed)


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    now: datetime = field(default=NOW)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)


class CompiledOnce(BytecodeCache):
    """Each test makes a desk of its own; its templates are compiled once for all."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._known:
            bucket.bytecode_from_string(self._known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key] = bucket.bytecode_to_string()


COMPILED = CompiledOnce()


@dataclass
class DeskUnderTest:
    """The application with what tests need around it."""

    app: Flask
    database: Database
    clock: Clock
    realm: FakeRealm

    def nobody(self) -> Browser:
        """A browser in which nobody is signed in."""
        return Browser(self.app.test_client())

    def as_(self, *roles: Role, name: str = "Anna Nowak") -> Browser:
        """A browser in which a member of staff with these roles is signed in, English pages."""
        with self.database.transaction() as session:
            person: StaffMember = member(session, name)
        browser = self.nobody()
        browser.sign_in_as(person.id, name, roles)
        return browser

    def staff_id(self, name: str) -> UUID:
        """The id of a member of staff, known from now on."""
        with self.database.transaction() as session:
            return member(session, name).id

    def break_writing(self, error: Exception) -> None:
        """From now on every statement that changes an application fails like this."""

        def fail(*event: object) -> None:
            if "INTO case_number" in str(event[2]) or "UPDATE case_number" in str(event[2]):
                raise error

        sa_event.listen(self.database.engine, "before_cursor_execute", fail)

    def break_reading(self, error: Exception) -> None:
        """From now on the database answers nothing."""

        def fail(*event: object) -> None:
            raise error

        sa_event.listen(self.database.engine, "before_cursor_execute", fail)


def desk_over(database: Database, ask: Ask = lambda: Found.READY, **changed: object) -> DeskUnderTest:
    """A desk over this database, and a staff realm in the test's hand; `ask` tells whether Keycloak answers."""
    clock, realm = Clock(), FakeRealm()
    app = create_app(settings(**changed), database, clock=clock, realm=realm, ask=ask)
    app.jinja_env.bytecode_cache = COMPILED
    return DeskUnderTest(app, database, clock, realm)
