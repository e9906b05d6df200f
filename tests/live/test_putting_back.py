"""`provisioner realm put-back` on the real server: the customer's own user returns, a stranger's is left alone (P2)."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result

from provisioner.accounts.tables import Account
from provisioner.agreement.findings import note
from provisioner.agreement.rules import CUSTOMERS, FindingKind
from provisioner.cli.main import provisioner
from provisioner.database import Database
from provisioner.realm.admin import RealmAt
from tests.factories import approved_account
from tests.live.conftest import Realms
from tests.worker.desk import WorkerDesk

pytestmark = pytest.mark.live


@pytest.fixture
def realm(realms: Realms) -> RealmAt:
    return realms.admin.realm(realms.settings.customers_realm)


@pytest.fixture
def desk(database: Database, realms: Realms) -> WorkerDesk:
    return WorkerDesk(database, realm=realms.directory())


@pytest.fixture
def account(desk: WorkerDesk) -> Account:
    return created(desk)


def created(desk: WorkerDesk) -> Account:
    """An account with its user in Keycloak."""
    number = str(uuid4().int % 10**9)
    made = approved_account(
        desk.database, customer_number=number, email=f"b{number}@example.com", email_again=f"b{number}@example.com"
    )
    desk.run()
    return desk.account(made.id)


@pytest.fixture
def put_back(realms: Realms, database_url: str) -> Callable[..., Result]:
    environment = {
        "PROVISIONER_DATABASE_URL": database_url,
        "PROVISIONER_JOURNAL_KEY": "j" * 40,
        "PROVISIONER_KEYCLOAK_URL": realms.settings.keycloak_url,
        "PROVISIONER_CUSTOMERS_REALM": realms.settings.customers_realm,
        "PROVISIONER_REALM_ADMIN_USERNAME": realms.admin.credentials.username,
        "PROVISIONER_REALM_ADMIN_PASSWORD": realms.admin.credentials.password,
    }
    return lambda *said: CliRunner().invoke(provisioner, ["realm", "put-back", *said], env=environment)


def moved_out(realm: RealmAt, account: Account) -> None:
    (group,) = realm.get("users", str(account.keycloak_id), "groups")
    realm.delete("users", str(account.keycloak_id), "groups", group["id"])


def unmarked(realm: RealmAt, account: Account) -> None:
    user = realm.get("users", str(account.keycloak_id))
    user["attributes"].pop("applicationId")
    realm.put("users", user["id"], body=user)


def shown(realm: RealmAt, account: Account) -> tuple[object, list[str]]:
    user_id = str(account.keycloak_id)
    return realm.get("users", user_id), [one["path"] for one in realm.get("users", user_id, "groups")]


@pytest.mark.parametrize(
    ("by_hand", "said"), [(moved_out, "put back into the group"), (unmarked, "marked as the desk's")]
)
def test_a_customers_user_is_again_as_it_was(
    realm: RealmAt,
    account: Account,
    put_back: Callable[..., Result],
    by_hand: Callable[[RealmAt, Account], None],
    said: str,
) -> None:
    before = shown(realm, account)
    by_hand(realm, account)
    assert shown(realm, account) != before
    answer = put_back(account.case_number)
    assert (answer.exit_code, answer.output) == (0, f"{account.case_number}: {said}.\n")
    assert shown(realm, account) == before
    assert put_back(account.case_number).output == f"{account.case_number}: nothing was missing.\n"


def test_a_user_that_bears_another_login_is_not_taken_for_the_customers(
    realms: Realms, realm: RealmAt, account: Account, put_back: Callable[..., Result]
) -> None:
    moved_out(realm, account)
    realm.put(body={"editUsernameAllowed": True})
    realm.put("users", str(account.keycloak_id), body={"username": f"x{account.login}"})
    before = shown(realm, account)
    answer = put_back(account.case_number)
    assert answer.exit_code == 1
    assert "another login" in answer.output
    assert shown(realm, account) == before


def test_a_number_that_nobody_has_is_told(put_back: Callable[..., Result]) -> None:
    answer = put_back("2026/999999")
    assert answer.exit_code == 1
    assert "no account of 2026/999999" in answer.output


def told(desk: WorkerDesk, account: Account, kind: FindingKind) -> None:
    """As the comparison does."""
    with desk.database.transaction() as session:
        note(session, kind, CUSTOMERS, str(account.keycloak_id), at=datetime.now(UTC), account_id=account.id)


def test_all_that_were_moved_out_are_put_back_and_each_is_told(
    realm: RealmAt, desk: WorkerDesk, put_back: Callable[..., Result]
) -> None:
    outside, strange, anybodys, unmarkeds = (created(desk) for _ in range(4))
    before = [shown(realm, one) for one in (outside, unmarkeds)]
    for one in (outside, strange, anybodys):
        moved_out(realm, one)
    for one in (anybodys, unmarkeds):
        unmarked(realm, one)
    realm.put(body={"editUsernameAllowed": True})
    realm.put("users", str(strange.keycloak_id), body={"username": f"x{strange.login}"})
    for one, kind in (
        (outside, FindingKind.OUTSIDE_GROUP),
        (strange, FindingKind.OUTSIDE_GROUP),
        (anybodys, FindingKind.OUTSIDE_GROUP),
        (unmarkeds, FindingKind.MARKER_DIFFERS),
    ):
        told(desk, one, kind)
    answer = put_back("--all")
    assert answer.exit_code == 1, "two were left alone"
    assert f"{outside.case_number}: put back into the group.\n" in answer.output
    assert f"{strange.case_number}: That user has another login now" in answer.output
    assert f"{anybodys.case_number}: That user does not bear the desk's mark" in answer.output
    assert unmarkeds.case_number not in answer.output
    assert put_back(unmarkeds.case_number).output == f"{unmarkeds.case_number}: marked as the desk's.\n"
    assert [shown(realm, one) for one in (outside, unmarkeds)] == before
    again = put_back(outside.case_number, unmarkeds.case_number)
    assert (again.exit_code, again.output.count("nothing was missing")) == (0, 2)


def test_neither_cases_nor_all_is_no_command(put_back: Callable[..., Result], account: Account) -> None:
    assert (put_back().exit_code, put_back("--all", account.case_number).exit_code) == (2, 2)


def test_of_several_none_is_touched_where_one_is_unknown(
    realm: RealmAt, account: Account, put_back: Callable[..., Result]
) -> None:
    moved_out(realm, account)
    before = shown(realm, account)
    assert put_back(account.case_number, "2026/999999").exit_code == 1
    assert shown(realm, account) == before
