"""A desk older than Keycloak, and a Keycloak older than the desk: `resume` brings them together, nobody is harmed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from provisioner import backups
from provisioner.accounts.rules import AccountStatus
from provisioner.agreement.rules import FindingKind
from provisioner.cli.backups import restoring
from provisioner.database import Database
from provisioner.journal import Event
from provisioner.worker import Hold
from tests.backups.desk import Installation
from tests.factories import approved
from tests.fakes import FakeDirectory
from tests.privacy.desk import erasing
from tests.together import together
from tests.usecases.test_races import events
from tests.worker.agreeing import Agreeing


@pytest.fixture
def realm() -> FakeDirectory:
    """The one Keycloak that both machines speak to, one after the other."""
    return FakeDirectory()


def restored(there: Installation, file: Path) -> Result:
    done = there.call("restore", file, "--key", there.key)
    assert done.exit_code == 0, done.output
    return done


def held(agreeing: Agreeing) -> Callable[[], bool]:
    """A worker's step as `provisioner worker` runs it."""
    return Hold(agreeing.database).keeps(agreeing.desk.worker())


def test_a_desk_older_than_keycloak_knows_its_user_again_and_leaves_the_own_password(
    installation: Installation, there: Installation, desk: Database, realm: FakeDirectory
) -> None:
    with desk.transaction() as session:
        account = approved(session)
    file = installation.backed_up()
    first = Agreeing(desk, realm)
    first.desk.run()
    (user,) = realm.users.values()
    realm.customer_sets_own_password(user.id, "own")
    restored(there, file)
    with erasing(there.url, there.folder) as again:
        second = Agreeing(again, realm)
        step = held(second)
        assert not step(), "a restored desk waits"
        assert second.desk.state(account.id)[0] is AccountStatus.APPROVED
        assert backups.compare(again, second.customers).differing == 0
        assert backups.go_on(again)
        while step():
            pass
        assert second.desk.state(account.id)[0] is AccountStatus.ACTIVATED
        assert list(realm.users.values()) == [user]
        assert (user.password, second.desk.mailer.sent) == ("own", [])


def test_a_keycloak_older_than_the_desk_is_listed_and_nobody_is_made_anew_by_itself(
    installation: Installation, there: Installation, desk: Database, realm: FakeDirectory
) -> None:
    account = Agreeing(desk, realm).active()
    file = installation.backed_up()
    realm.users.clear()
    restored(there, file)
    with erasing(there.url, there.folder) as again:
        second = Agreeing(again, realm)
        (suspect,) = backups.compare(again, second.customers).suspects
        assert suspect.kinds == {FindingKind.USER_MISSING}
        backups.go_on(again)
        step = held(second)
        while step():
            pass
        assert second.open().keys() == {FindingKind.USER_MISSING}
        assert realm.users == {}
        assert second.desk.state(account.id)[0] is AccountStatus.ACTIVATED


def test_a_user_whose_case_is_no_more_keeps_the_desk_waiting_until_somebody_has_looked(
    installation: Installation, there: Installation, desk: Database, realm: FakeDirectory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    file = installation.backed_up()
    with desk.transaction() as session:
        approved(session)
    Agreeing(desk, realm).desk.run()
    (user,) = realm.users.values()
    restored(there, file)
    with erasing(there.url, there.folder) as again:
        reader = Agreeing(again, realm).customers
        monkeypatch.setattr(restoring, "KeycloakObserver", lambda *_: reader)
        secret = {"PROVISIONER_OBSERVER_CLIENT_SECRET": "o" * 40}
        refused = there.call("resume", **secret)
        assert (refused.exit_code, user.id in refused.stdout) == (3, True), refused.output
        assert "can still sign in: 1" in refused.stderr
        assert "The worker goes on." in there.call("resume", "--despite-differences", **secret).stdout


def test_what_waits_is_let_go_once_and_the_journal_says_so(
    installation: Installation, there: Installation, desk: Database
) -> None:
    with desk.transaction() as session:
        approved(session)
    restored(there, installation.backed_up())
    checked = there.call("check", "--upgrade")
    assert "run `provisioner resume`" in checked.output
    assert "The worker goes on" in there.call("resume", "--without-keycloak").output
    assert "Nothing waited" in there.call("resume", "--without-keycloak").output
    with erasing(there.url, there.folder) as again:
        assert events(again).count(Event.BACKUP_RELEASED) == 1


def test_of_two_who_let_it_go_at_once_one_has_done_it(
    installation: Installation, there: Installation, desk: Database
) -> None:
    with desk.transaction() as session:
        approved(session)
    restored(there, installation.backed_up())
    with erasing(there.url, there.folder) as again:
        outcomes = together(*[lambda: backups.go_on(again)] * 4)
        assert sorted(map(str, outcomes)) == ["False", "False", "False", "True"]
        assert events(again).count(Event.BACKUP_RELEASED) == 1
