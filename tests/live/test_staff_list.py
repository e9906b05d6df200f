"""The list of staff read from the real staff realm by the read-only client."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest

from provisioner.outside.keycloak.staff import KeycloakStaff
from provisioner.outside.ports import ConfigurationError
from provisioner.outside.staff_reading import StaffUser
from provisioner.realm.admin import RealmAt
from tests.live.conftest import Realms

pytestmark = pytest.mark.live


@pytest.fixture
def realm(realms: Realms) -> RealmAt:
    return realms.admin.realm(realms.settings.staff_realm)


@pytest.fixture
def desk_client(realm: RealmAt, realms: Realms) -> str:
    (client,) = realm.get("clients", query=f"?clientId={realms.settings.desk_client_id}")
    return str(client["id"])


@pytest.fixture
def person(realm: RealmAt) -> Iterator[StaffUser]:
    login = f"list-{uuid4().hex[:8]}"
    named = {"firstName": "Łucja", "lastName": "Ćwik", "email": f"{login}@example.com"}
    realm.post("users", body={"username": login, "enabled": True, **named})
    (made,) = realm.get("users", query=f"?username={login}&exact=true")
    yield StaffUser(made["id"], login, "Łucja Ćwik", True, frozenset())
    realm.delete("users", made["id"])


def found(realms: Realms, person: StaffUser) -> StaffUser:
    (one,) = [one for one in KeycloakStaff(realms.settings).staff() if one.subject == person.subject]
    return one


def test_roles_of_groups_are_shown(realms: Realms, realm: RealmAt, desk_client: str, person: StaffUser) -> None:
    assert found(realms, person) == person
    auditor = realm.get("clients", desk_client, "roles", "auditor")
    realm.post("groups", body={"name": f"g-{person.login}"})
    (group,) = (one["id"] for one in realm.get("groups", query=f"?search=g-{person.login}&exact=true"))
    realm.post("groups", group, "role-mappings", "clients", desk_client, body=[auditor])
    realm.put("users", person.subject, "groups", group)
    assert found(realms, person) == replace(person, roles=frozenset({"auditor"}))
    realm.delete("groups", group)


def test_somebody_disabled_is_shown_as_such(realms: Realms, realm: RealmAt, person: StaffUser) -> None:
    realm.put("users", person.subject, body={**realm.get("users", person.subject), "enabled": False})
    assert found(realms, person).enabled is False


def test_a_client_that_is_refused_is_an_outage_of_the_observer(realms: Realms) -> None:
    wrong = realms.settings.model_copy(update={"staff_observer_client_secret": realms.settings.desk_client_secret})
    with pytest.raises(ConfigurationError) as told:
        KeycloakStaff(wrong).staff()
    assert told.value.component == "staff_observer"
