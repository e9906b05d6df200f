"""Whoever uses Keycloak's administration by REST is told on the desk; docs/known-limits.md says what is not."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from provisioner import accounts
from provisioner.accounts.blocking.rules import BlockGround
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.agreement.rules import FindingKind
from provisioner.agreement.tables import Finding
from provisioner.database import Database
from provisioner.realm.admin import RealmAt
from tests.factories import member
from tests.insiders.rest import OF_REALMS, OF_USERS, OfRealm, OfUser
from tests.live.conftest import Realms
from tests.live.test_watched_realm import due, logged_in, ours
from tests.worker.agreeing import Agreeing

pytestmark = pytest.mark.live


@pytest.fixture
def agreeing(sqlite_url: str, realms: Realms) -> Iterator[Agreeing]:
    """A desk that has read what happened before; it is the same on both databases."""
    database, observer, directory = Database(sqlite_url), realms.observer(), realms.directory()
    desk = Agreeing(database, realm=directory, reader=observer, members=observer, own=directory.own_id)
    desk.begin()
    yield desk
    database.close()


@pytest.fixture
def realm(realms: Realms) -> RealmAt:
    """As the administrator sees it."""
    return realms.admin.realm(realms.settings.customers_realm)


def blocked(agreeing: Agreeing, account: Account) -> None:
    with agreeing.database.transaction() as session:
        accounts.block(
            session, account.case_id, ground=BlockGround.TAKEOVER, reason="telefon", by=member(session, "Barbara Lis"),
            at=datetime.now(UTC),
        )  # fmt: skip
    agreeing.desk.run()
    assert agreeing.desk.state(account.id)[0] is AccountStatus.BLOCKED


def settled(agreeing: Agreeing) -> None:
    """What stood before is somebody else's."""
    with agreeing.database.transaction() as session:
        session.execute(sa.update(Finding).values(closed_at=datetime.now(UTC)))


@pytest.mark.parametrize("script", OF_USERS, ids=lambda script: script.does)
def test_what_an_administrator_does_to_a_customer_is_told(
    agreeing: Agreeing, realms: Realms, realm: RealmAt, script: OfUser
) -> None:
    account, _ = logged_in(agreeing, realms)
    if script.blocked:
        blocked(agreeing, account)
    due(agreeing)
    assert ours(agreeing, account) == set()
    script.done(realm, str(account.keycloak_id))
    due(agreeing)
    assert ours(agreeing, account) == script.found


@pytest.mark.parametrize("script", OF_REALMS, ids=lambda script: script.does)
def test_what_an_administrator_does_to_the_realm_is_told(agreeing: Agreeing, realm: RealmAt, script: OfRealm) -> None:
    # Something that was read before, so that it can be missed.
    realm.put(body={"displayNameHtml": realm.get().get("displayNameHtml", "")})
    due(agreeing)
    settled(agreeing)
    undo = script.done(realm)
    try:
        due(agreeing)
        found: set[FindingKind] = set(agreeing.open())
    finally:
        undo()
    assert script.found in found
