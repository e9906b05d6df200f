"""P4 on the real server: a worker stopped between any two of its calls never kills a password that was mailed."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import TypeVar
from uuid import uuid4

import pytest

from provisioner.accounts.carrying_out.failpoints import Failpoint
from provisioner.accounts.tables import Account
from provisioner.database import Database
from provisioner.outside.password import TemporaryPassword
from provisioner.outside.ports import Directory, DirectoryUser, NewUser
from tests.factories import approved_account
from tests.live.conftest import Realms
from tests.live.customer import UPDATE_PASSWORD
from tests.worker.desk import WorkerDesk
from tests.worker.troubles import Killed, kill_at, no_trouble

pytestmark = pytest.mark.live
T = TypeVar("T")
numbers = count(760000)


@dataclass
class Stopping:
    """A directory between whose calls a worker may be stopped."""

    directory: Directory
    before: Callable[[str], None] = no_trouble
    after: Callable[[str], None] = no_trouble

    def create(self, user: NewUser, password: TemporaryPassword) -> str:
        return self._pass("create", lambda: self.directory.create(user, password))

    def find(self, login: str) -> DirectoryUser | None:
        return self._pass("find", lambda: self.directory.find(login))

    def get(self, user_id: str) -> DirectoryUser:
        return self._pass("get", lambda: self.directory.get(user_id))

    def end_sessions(self, user_id: str) -> None:
        self._pass("end_sessions", lambda: self.directory.end_sessions(user_id))

    def set_password(self, user_id: str, password: TemporaryPassword) -> None:
        self._pass("set_password", lambda: self.directory.set_password(user_id, password))

    def unlock(self, user_id: str) -> None:
        self._pass("unlock", lambda: self.directory.unlock(user_id))

    def disable(self, user_id: str) -> None:
        self._pass("disable", lambda: self.directory.disable(user_id))

    def enable(self, user_id: str) -> None:
        self._pass("enable", lambda: self.directory.enable(user_id))

    def sessions(self, user_id: str) -> int:
        return self._pass("sessions", lambda: self.directory.sessions(user_id))

    def change_email(self, user_id: str, email: str) -> None:
        self._pass("change_email", lambda: self.directory.change_email(user_id, email))

    def rename(self, user_id: str, first_name: str, last_name: str) -> None:
        self._pass("rename", lambda: self.directory.rename(user_id, first_name, last_name))

    def renumber(self, user_id: str, customer_number: str) -> None:
        self._pass("renumber", lambda: self.directory.renumber(user_id, customer_number))

    def drop_actions(self, user_id: str) -> None:
        self._pass("drop_actions", lambda: self.directory.drop_actions(user_id))

    def rewrite(self, user_id: str, user: NewUser) -> None:
        self._pass("rewrite", lambda: self.directory.rewrite(user_id, user))

    def keep_token(self, user_id: str, token: str) -> None:
        self._pass("keep_token", lambda: self.directory.keep_token(user_id, token))

    def remove(self, user_id: str) -> None:
        self._pass("remove", lambda: self.directory.remove(user_id))

    def _pass(self, name: str, call: Callable[[], T]) -> T:
        self.before(name)
        answer = call()
        self.after(name)
        return answer


def interrupted(desk: WorkerDesk) -> Account:
    """An account whose password is lost: the next worker has to set another."""
    number = f"{next(numbers)}{uuid4().int % 1000:03d}"
    address = f"l{number}@example.com"
    account = approved_account(desk.database, customer_number=number, email=address, email_again=address)
    with pytest.raises(Killed):
        desk.worker(kill_at(Failpoint.AFTER_CREATED_COMMIT))()
    desk.later()
    return account


STOPS = [
    ("before", "get"),
    ("after", "get"),
    ("before", "end_sessions"),
    ("after", "end_sessions"),
    ("after", "set_password"),
    ("before", "unlock"),
    ("after", "unlock"),
]


@pytest.mark.parametrize("moment, call", STOPS)
def test_p4_a_worker_stopped_between_two_calls_kills_no_mailed_password(
    database: Database, realms: Realms, moment: str, call: str
) -> None:
    realm = Stopping(realms.directory())
    desk = WorkerDesk(database, realm=realm)
    account = interrupted(desk)
    clock = [0.0]
    asleep: list[str] = []

    def oversleep(reached: str) -> None:
        if reached == call and not asleep:
            asleep.append(call)
            clock[0] += 3600
            desk.later()
            desk.run(desk.worker())

    setattr(realm, moment, oversleep)
    zombie = desk.worker()
    zombie.lease.clock = lambda: clock[0]
    zombie()
    assert asleep
    assert len(desk.mailer.sent) == 1
    assert realms.customer().log_in(account.login, desk.mailed_password()) == UPDATE_PASSWORD
