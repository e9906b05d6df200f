"""The customer number of a user, on the real server: what an administrator changed is put back."""

from typing import Any

import pytest

from provisioner.agreement.rules import FindingKind
from provisioner.database import Database
from provisioner.realm.admin import RealmAt
from tests.live.conftest import Realms
from tests.live.customer import IN
from tests.live.test_watched_realm import OWN, due, logged_in, ours
from tests.worker.agreeing import Agreeing
from tests.worker.test_agreement import mend

pytestmark = pytest.mark.live
Kind = FindingKind


@pytest.fixture
def agreeing(database: Database, realms: Realms) -> Agreeing:
    observer, directory = realms.observer(), realms.directory()
    desk = Agreeing(database, realm=directory, reader=observer, members=observer, own=directory.own_id)
    desk.begin()
    return desk


def test_another_customers_number_is_found_and_put_back_with_all_else_as_it_was(
    agreeing: Agreeing, realms: Realms
) -> None:
    realm = realms.admin.realm(realms.settings.customers_realm)
    account, _ = logged_in(agreeing, realms)
    before = _user(realm, account.keycloak_id)
    attributes = {**before["attributes"], "customerNumber": ["900900"]}
    realm.put("users", str(account.keycloak_id), body={**before, "attributes": attributes})
    due(agreeing)
    assert ours(agreeing, account) == {Kind.USER_CHANGED, Kind.NUMBER_DIFFERS}
    mend(agreeing, Kind.NUMBER_DIFFERS)
    assert ours(agreeing, account) == {Kind.USER_CHANGED}
    assert _user(realm, account.keycloak_id) == before
    assert realms.customer().log_in(account.login, OWN) == IN, "the customer's password stays"


def _user(realm: RealmAt, user_id: str | None) -> dict[str, Any]:
    found: dict[str, Any] = realm.get("users", str(user_id))
    return found
