"""The former release's own demo, made once, and today's `local up` over a copy of it."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import requests
from bs4 import Tag
from pydantic import SecretStr

from provisioner import journal
from provisioner.database import Database
from provisioner.local.environment import ADMIN_SECRET
from provisioner.local.single import stop_other
from provisioner.realm.admin import RealmAdmin, RealmAt
from provisioner.realm.credentials import AdminCredentials
from provisioner.settings import Settings
from tests.former.rows import Row, Rows, read
from tests.live.customer import Customer
from tests.local_stack import LocalStack, start_stack

REVISION = "0001"
APPROVER = "maria.kaminska"


@dataclass(frozen=True)
class FormerDemo:
    """What the former release left in its folder."""

    data: Path
    base: int

    @property
    def rows(self) -> Rows:
        """Its database."""
        with closing(Database(f"sqlite:///{self.data}/desk.sqlite")) as database:
            return read(database)

    @property
    def mails(self) -> list[EmailMessage]:
        """The mails it kept, oldest first."""
        files = sorted((self.data / "mails").glob("*.eml"))
        return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


@dataclass(frozen=True)
class Upgraded:
    """Today's desk over the former data."""

    stack: LocalStack
    database: Database

    @property
    def customers(self) -> RealmAt:
        """The customers' realm as an administrator sees it."""
        return RealmAdmin(self.stack.keycloak_url, AdminCredentials("admin", self.stack.secret(ADMIN_SECRET))).realm(
            "ibok"
        )

    def customer(self) -> Customer:
        """Somebody with a fresh browser."""
        return Customer(self.stack.keycloak_url, "ibok")

    def approve(self, application: Row) -> None:
        """An approver signs in and presses the button."""
        person = Customer(self.stack.keycloak_url, "staff")
        page = f"{self.stack.desk_url}/applications/{application['id']}"
        person.follow(page)
        person.fill(username=APPROVER, password=self.stack.staff_password(APPROVER))
        person.follow(page)
        form = person.page.find("form", action=lambda to: str(to).endswith("/approve"))
        assert isinstance(form, Tag), person.text
        self._press(person, str(form["action"]), form)

    def _press(self, person: Customer, action: str, form: Tag) -> None:
        fields = {str(field["name"]): str(field["value"]) for field in form.find_all("input", type="hidden")}
        origin = {"Origin": self.stack.desk_url, "Referer": person.url}
        answer: requests.Response = person.http.post(
            f"{self.stack.desk_url}{action}", fields, headers=origin, timeout=30
        )
        assert answer.ok, answer.text


@contextmanager
def upgraded(demo: FormerDemo, folder: Path, *, keycloak: bool, database_url: str = "") -> Iterator[Upgraded]:
    """Start today's `local up` on a copy, with or without Keycloak's own data; stop it at the end."""
    data = folder / "var"
    shutil.copytree(demo.data, data, symlinks=True)
    if not keycloak:
        shutil.rmtree(data / "keycloak")
    more: Mapping[str, str] = {"PROVISIONER_DATABASE_URL": database_url} if database_url else {}
    stack, process = start_stack(data, samples=True, base=demo.base, more=more)
    try:
        known = journal.keeping(Settings(journal_key=SecretStr(stack.secret("journal_key"))))
        with closing(Database(database_url or f"sqlite:///{data}/desk.sqlite", info=known)) as database:
            yield Upgraded(stack, database)
    finally:
        stop_other(data)
        process.wait(30)
