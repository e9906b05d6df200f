"""What happens on the real server reaches the desk: by customers, by an administrator, in both directions."""

import json
from datetime import UTC, datetime
from itertools import count
from time import monotonic
from uuid import uuid4

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from provisioner import agreement
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.agreement.rules import FindingKind
from provisioner.cli.main import provisioner
from provisioner.database import Database
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry
from provisioner.realm.admin import RealmAt
from tests.factories import approved_account, member
from tests.live.conftest import Realms
from tests.live.customer import IN, UPDATE_PASSWORD, Customer
from tests.live.test_blocking import refreshed
from tests.worker.agreeing import Agreeing
from tests.worker.test_agreement import mend

pytestmark = pytest.mark.live
OWN = "zażółć12"
numbers = count(640000)
Kind = FindingKind


@pytest.fixture
def agreeing(database: Database, realms: Realms) -> Agreeing:
    observer, directory = realms.observer(), realms.directory()
    desk = Agreeing(database, realm=directory, reader=observer, members=observer, own=directory.own_id)
    desk.begin()
    return desk


@pytest.fixture
def realm(realms: Realms) -> RealmAt:
    return realms.admin.realm(realms.settings.customers_realm)


def logged_in(agreeing: Agreeing, realms: Realms) -> tuple[Account, Customer]:
    """A customer with an own password; whoever is watched is looked at because of the event, not of the hour."""
    number = f"{next(numbers)}{uuid4().int % 1000:03d}"
    address = f"w{number}@example.com"
    account = approved_account(agreeing.database, customer_number=number, email=address, email_again=address)
    agreeing.desk.run()
    customer = realms.customer()
    assert customer.log_in(account.login, agreeing.desk.mailed_password()) == UPDATE_PASSWORD
    assert customer.set_password(OWN) == IN
    due(agreeing)
    return agreeing.desk.account(account.id), customer


def due(agreeing: Agreeing) -> None:
    """The next reading, and whatever it has put into the outbox; nothing else becomes due."""
    with agreeing.database.transaction() as session:
        past = {"past": "2026-01-01 00:00:00+00:00"}
        session.execute(sa.text("UPDATE task SET not_before = :past WHERE kind = 'read_customers'"), past)
    agreeing.desk.run()


def ours(agreeing: Agreeing, account: Account) -> set[FindingKind]:
    """What stands about this account; other tests change the same realm meanwhile."""
    with agreeing.database.reading() as session:
        found = sa.text("SELECT kind FROM finding WHERE account_id = :id AND closed_at IS NULL")
        known = account.id.hex if session.get_bind().dialect.name == "sqlite" else account.id
        return {Kind(one) for one in session.execute(found, {"id": known}).scalars()}


def test_r6_the_first_login_is_on_the_desk_at_once_with_its_time(agreeing: Agreeing, realms: Realms) -> None:
    account, _ = logged_in(agreeing, realms)
    assert account.status is AccountStatus.ACTIVATED
    seen = agreeing.seen(account.id)
    assert seen is not None
    assert seen.last_login_at is not None
    assert abs((datetime.now(UTC) - seen.last_login_at).total_seconds()) < 60
    assert ours(agreeing, account) == set(), "what the customer and the worker did is no alarm"
    assert [mail.subject for mail in agreeing.desk.mailer.sent if mail.to == account.email] == [
        "Twoje konto iBOK jest gotowe", "Hasło do konta iBOK zostało zmienione",
    ]  # fmt: skip


def test_a_user_disabled_by_hand_is_an_alarm_and_switched_on_again_without_old_sessions(
    agreeing: Agreeing, realms: Realms, realm: RealmAt
) -> None:
    account, customer = logged_in(agreeing, realms)
    tokens = customer.tokens()
    realm.put("users", str(account.keycloak_id), body={"enabled": False})
    due(agreeing)
    assert ours(agreeing, account) == {Kind.USER_CHANGED, Kind.DISABLED}
    mend(agreeing, Kind.DISABLED)
    assert ours(agreeing, account) == {Kind.USER_CHANGED}
    assert refreshed(customer, tokens) == 400
    assert realms.customer().log_in(account.login, OWN) == IN
    due(agreeing)
    assert ours(agreeing, account) == {Kind.USER_CHANGED}, "our own mending is no second alarm"
    with agreeing.database.reading() as session:
        lines = sa.select(AuditEntry).where(
            AuditEntry.event == Event.KEYCLOAK_CHANGED, AuditEntry.object_id == str(account.id)
        )
        (line,) = session.scalars(lines)
    assert line.details["operation"] == "UPDATE"
    assert str(account.keycloak_id) not in str(line.details)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"email": "somebody-elses@example.com"}, Kind.EMAIL_DIFFERS),
        ({"lastName": "Inny"}, Kind.NAME_DIFFERS),
        ({"requiredActions": ["CONFIGURE_TOTP"]}, Kind.ACTION_ADDED),
        ({"requiredActions": ["UPDATE_PASSWORD"]}, Kind.PASSWORD_RESET),
    ],
)
def test_what_an_administrator_changed_is_named(
    agreeing: Agreeing, realms: Realms, realm: RealmAt, body: dict[str, object], kind: FindingKind
) -> None:
    account, _ = logged_in(agreeing, realms)
    realm.put("users", str(account.keycloak_id), body=body)
    due(agreeing)
    assert ours(agreeing, account) == {Kind.USER_CHANGED, kind}
    if kind is Kind.EMAIL_DIFFERS:
        mend(agreeing, kind)
        assert realm.get("users", str(account.keycloak_id))["email"] == account.email
        assert realms.customer().log_in(account.login, OWN) == IN, "the customer's password stays"


def test_a_user_moved_out_of_the_group_and_one_deleted_are_told_apart(
    agreeing: Agreeing, realms: Realms, realm: RealmAt
) -> None:
    moved, _ = logged_in(agreeing, realms)
    gone, _ = logged_in(agreeing, realms)
    realm.delete("users", str(moved.keycloak_id), "groups", realm.get("group-by-path", "customers")["id"])
    realm.delete("users", str(gone.keycloak_id))
    due(agreeing)
    assert ours(agreeing, moved) == {Kind.USER_CHANGED, Kind.OUTSIDE_GROUP}
    assert ours(agreeing, gone) == {Kind.USER_CHANGED, Kind.USER_MISSING}
    mend(agreeing, Kind.USER_MISSING)
    assert agreeing.desk.state(gone.id)[0] is AccountStatus.NOTIFIED
    assert realms.customer().log_in(gone.login, agreeing.desk.mailed_password()) == UPDATE_PASSWORD


def test_a_lock_by_guessing_is_seen_and_lifted(agreeing: Agreeing, realms: Realms) -> None:
    account, _ = logged_in(agreeing, realms)
    stranger = realms.customer()
    until = monotonic() + 60
    seen = agreeing.seen(account.id)
    while not (seen and seen.locked_at) and monotonic() < until:
        stranger.log_in(account.login, "wrong-password-1")
        due(agreeing)
        seen = agreeing.seen(account.id)
    assert seen is not None
    assert seen.locked_at is not None
    with agreeing.database.transaction() as session:
        agreement.unlock(session, account.case_id, by=member(session, "Barbara Lis"), at=datetime.now(UTC))
    agreeing.desk.run()
    assert realms.customer().log_in(account.login, OWN) == IN


def test_changed_redirects_rights_and_flows_are_alarms_and_deleted_events_too(
    agreeing: Agreeing, realms: Realms, realm: RealmAt
) -> None:
    client = realm.get("clients", query="?clientId=account-console")[0]
    realm.put("clients", client["id"], body={**client, "redirectUris": [*client["redirectUris"], "/elsewhere"]})
    realm.put("clients", client["id"], body=client)
    owner = realm.get("clients", query="?clientId=realm-management")[0]["id"]
    provisioner = realm.get("clients", query="?clientId=provisioner")[0]["id"]
    user = realm.get("clients", provisioner, "service-account-user")["id"]
    role = [realm.get("clients", owner, "roles", "view-realm")]
    place = ("users", user, "role-mappings", "clients", owner)
    realm.post(*place, body=role)
    realm.delete(*place, body=role)
    action = realm.get("authentication", "required-actions", "CONFIGURE_TOTP")
    realm.put("authentication", "required-actions", "CONFIGURE_TOTP", body=action)
    due(agreeing)
    assert {Kind.CLIENT_CHANGED, Kind.RIGHTS_CHANGED, Kind.SECOND_FACTOR_CHANGED} <= agreeing.open().keys()
    assert Kind.EVENTS_GONE not in agreeing.open()
    realm.delete("admin-events")
    due(agreeing)
    assert Kind.EVENTS_GONE in agreeing.open()


def test_the_whole_group_is_compared_by_a_command(
    agreeing: Agreeing, realms: Realms, realm: RealmAt, database_url: str
) -> None:
    account, _ = logged_in(agreeing, realms)
    realm.put("users", str(account.keycloak_id), body={"lastName": "Inny"})
    environment = realms.environment | {"PROVISIONER_DATABASE_URL": database_url}
    answer = CliRunner().invoke(provisioner, ["agree", "--dry-run", "--json"], env=environment)
    told = json.loads(answer.stdout)
    assert answer.exit_code == 3, "other tests' users bear marks that this desk does not know"
    assert told["accounts"] == 1
    assert told["stopped"] or {"case": account.case_number, "differs": ["name_differs"]} in told["differing"]
    for personal in (account.login, account.email, "Inny"):
        assert personal not in answer.stdout
