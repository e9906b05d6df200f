"""The read-only clients: the same cases for the fake and the real server, and what they must not be able to do."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import uuid4

import pytest
import requests

from provisioner.outside.keycloak.observer import CUSTOMERS_RIGHTS, STAFF_RIGHTS, KeycloakObserver
from provisioner.outside.observation import (
    LOGIN,
    NEW_PASSWORD,
    RESET_FAILED,
    AdminEvent,
    Kept,
    MemberReader,
    UserOutside,
)
from provisioner.outside.password import temporary_password
from provisioner.outside.ports import ConfigurationError, Directory, NewUser, UserMissing
from tests.fake_observer import FakeObserver
from tests.fakes import FakeDirectory
from tests.live.conftest import Realms
from tests.live.customer import IN, UPDATE_PASSWORD

numbers = count(610000)
AGO = timedelta(minutes=5)
SECONDS = 30


@dataclass(frozen=True)
class Both:
    """A group of customers from both sides."""

    directory: Directory
    observer: MemberReader


@pytest.fixture(params=["fake", pytest.param("real", marks=pytest.mark.live)])
def both(request: pytest.FixtureRequest) -> Both:
    if request.param == "fake":
        directory = FakeDirectory()
        return Both(directory, FakeObserver(directory))
    realms: Realms = request.getfixturevalue("realms")
    return Both(realms.directory(), realms.observer())


@pytest.fixture
def user() -> NewUser:
    number = f"{next(numbers)}{uuid4().int % 1000:03d}"
    return NewUser(number, f"o{number}@example.com", "Zofia", "Wąs", number, str(uuid4()), "pl")


def test_a_member_is_shown_with_everything_that_can_differ(both: Both, user: NewUser) -> None:
    user_id = both.directory.create(user, temporary_password())
    found = both.observer.member(user_id)
    assert (found.id, found.login, found.email, found.marker) == (user_id, user.login, user.email, user.application_id)
    assert (found.first_name, found.last_name) == ("Zofia", "Wąs")
    assert (found.enabled, found.actions) == (True, frozenset({"UPDATE_PASSWORD"}))
    both.directory.disable(user_id)
    assert both.observer.member(user_id) == replace(found, enabled=False)


def test_the_group_is_read_in_pages_that_hold_each_member_once(both: Both, user: NewUser) -> None:
    ours = {
        both.directory.create(replace(user, login=f"{user.login}-{n}", email=f"{n}-{user.email}"), temporary_password())
        for n in range(5)
    }
    found: list[str] = []
    while page := both.observer.members(len(found), 2):
        found += [one.id for one in page]
    assert len(found) == len(set(found))
    assert ours <= set(found)


def test_a_user_that_is_gone_is_missing(both: Both, user: NewUser) -> None:
    user_id = both.directory.create(user, temporary_password())
    both.directory.remove(user_id)
    with pytest.raises(UserMissing):
        both.observer.member(user_id)


@pytest.mark.live
def test_a_user_moved_out_of_the_group_is_told_from_one_that_is_gone(realms: Realms, user: NewUser) -> None:
    user_id = realms.directory().create(user, temporary_password())
    realm = realms.admin.realm(realms.settings.customers_realm)
    realm.delete("users", user_id, "groups", realm.get("group-by-path", "customers")["id"])
    with pytest.raises(UserOutside):
        realms.observer().member(user_id)
    assert user_id not in {one.id for one in realms.observer().members(0, 1000)}


@pytest.mark.live
def test_logins_and_new_passwords_are_read_in_order_and_once(realms: Realms, user: NewUser) -> None:
    since = datetime.now(UTC) - AGO
    password = temporary_password()
    user_id = realms.directory().create(user, password)
    customer = realms.customer()
    assert customer.log_in(user.login, password.reveal()) == UPDATE_PASSWORD
    assert customer.set_password("zażółć12") == IN
    found = [one for one in realms.observer().user_events(since, 0, 1000) if one.user_id == user_id]
    assert [one.kind for one in found] == [NEW_PASSWORD, LOGIN]
    assert found[0].at <= found[1].at
    assert realms.observer().user_events(found[1].at + timedelta(seconds=1), 0, 1000) == []
    assert realms.observer().kept() == Kept(of_users=True, of_administrators=True)


@pytest.mark.live
def test_a_reset_mail_that_could_not_be_sent_is_read(realms: Realms, user: NewUser) -> None:
    realm = realms.admin.realm(realms.settings.customers_realm)
    user_id = realms.directory().create(user, temporary_password())
    known = realm.get()["smtpServer"]
    since = datetime.now(UTC) - AGO
    realm.put(body={"smtpServer": {**known, "port": "1"}})
    try:
        realms.customer().forget(user.login)
    finally:
        realm.put(body={"smtpServer": known})
    found = [one.kind for one in realms.observer().user_events(since, 0, 1000) if one.user_id == user_id]
    assert found == [RESET_FAILED]


@pytest.mark.live
def test_an_administrators_change_names_the_thing_and_our_own_changes_name_us(realms: Realms, user: NewUser) -> None:
    since = datetime.now(UTC) - AGO
    user_id = realms.directory().create(user, temporary_password())
    realms.admin.realm(realms.settings.customers_realm).put("users", user_id, body={"enabled": False})
    found = [one for one in realms.observer().admin_events(since, 0, 1000) if user_id in one.path]

    def shown(one: AdminEvent) -> tuple[str, str, str]:
        return one.operation, one.resource, one.path

    path = f"users/{user_id}"
    assert list(map(shown, found)) == [("CREATE", "USER", path), ("UPDATE", "USER", path)]
    assert found[0].by == realms.directory().own_id() != found[1].by


@pytest.mark.live
def test_each_client_has_exactly_the_rights_it_needs(realms: Realms) -> None:
    assert realms.observer().rights() == CUSTOMERS_RIGHTS
    assert realms.staff_observer().rights() == STAFF_RIGHTS
    assert realms.staff_observer().kept() == Kept(of_users=True, of_administrators=True)


@pytest.mark.live
def test_a_wrong_secret_is_an_operators_matter(realms: Realms) -> None:
    with pytest.raises(ConfigurationError):
        KeycloakObserver(realms.settings, realms.settings.customers_realm, None).kept()


FORBIDDEN: dict[str, tuple[str, str, object]] = {
    "disable a customer": ("PUT", "users/{own}", {"enabled": False}),
    "delete a customer": ("DELETE", "users/{own}", None),
    "set a customer's password": ("PUT", "users/{own}/reset-password", {"type": "password", "value": "wxyz2345mnpq"}),
    "end a customer's sessions": ("POST", "users/{own}/logout", None),
    "unlock a customer": ("DELETE", "attack-detection/brute-force/users/{own}", None),
    "give a customer a role": ("POST", "users/{own}/role-mappings/realm", []),
    "take a customer out of the group": ("DELETE", "users/{own}/groups/{group}", None),
    "make a customer": ("POST", "users", {"username": "never-made", "groups": ["/customers"]}),
    "see a user outside the group": ("GET", "users/{outsider}", None),
    "delete the events": ("DELETE", "events", None),
    "delete the admin events": ("DELETE", "admin-events", None),
    "change what events are kept": ("PUT", "events/config", {"eventsEnabled": False}),
    "read the clients": ("GET", "clients/{client}", None),
    "read a client's secret": ("GET", "clients/{client}/client-secret", None),
    "list the groups": ("GET", "groups", None),
    "change the group": ("PUT", "groups/{group}", {"name": "never"}),
    "change the realm": ("PUT", "", {"registrationAllowed": True}),
}


@pytest.mark.live
def test_the_customers_observer_can_change_nothing_and_sees_nobody_else(realms: Realms, user: NewUser) -> None:
    realm = realms.admin.realm(realms.settings.customers_realm)
    own = realms.directory().create(user, temporary_password())
    client = realm.get("clients", query="?clientId=observer")[0]["id"]
    places = {
        "own": own, "client": client, "group": realm.get("group-by-path", "customers")["id"],
        "outsider": realm.get("clients", client, "service-account-user")["id"],
    }  # fmt: skip
    base, http = realms.settings.keycloak_url + realm.path(), observers_session(realms)
    answers = {
        what: http.request(method, f"{base}/{path.format(**places)}".rstrip("/"), json=body, timeout=SECONDS)
        for what, (method, path, body) in FORBIDDEN.items()
    }
    assert {what: one.status_code for what, one in answers.items()} == dict.fromkeys(FORBIDDEN, 403)
    assert http.get(f"{base}/users?max=500", timeout=SECONDS).json() != []
    seen = {one["username"] for one in http.get(f"{base}/users?max=500", timeout=SECONDS).json()}
    assert "service-account-observer" not in seen
    assert realms.directory().get(own).enabled


def observers_session(realms: Realms) -> requests.Session:
    secret = realms.settings.observer_client_secret
    form = {"grant_type": "client_credentials", "client_id": "observer", "client_secret": secret.get_secret_value()}  # type: ignore[union-attr]
    realm = f"{realms.settings.keycloak_url}/realms/{realms.settings.customers_realm}"
    answer = requests.post(f"{realm}/protocol/openid-connect/token", data=form, timeout=SECONDS)
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
    return session
