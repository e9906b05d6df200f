"""A realm that asks customers for more than we send: seen by `realm plan` and `check`, an outage for the worker."""

import json
from collections.abc import Iterator

import pytest
from click.testing import CliRunner

from provisioner.cli.main import provisioner
from provisioner.cli.preflight import desk, operator
from provisioner.cli.preflight.finding import run
from provisioner.outside.keycloak.directory import KeycloakDirectory
from provisioner.outside.password import temporary_password
from provisioner.outside.ports import ConfigurationError, NewUser
from provisioner.realm.apply import plan
from provisioner.realm.demands import demands
from tests.applied_realms import AppliedRealms, realms_on
from tests.keycloak_server import RunningKeycloak

pytestmark = pytest.mark.live

SOMEBODY = NewUser("740001", "u740001@example.com", "Józef", "Żółkiewski", "740001", "a-740001", "pl")
PHONE = {"name": "phone", "permissions": {"view": ["admin"], "edit": ["admin"]}, "required": {}}


@pytest.fixture
def realms(keycloak_server: RunningKeycloak) -> Iterator[AppliedRealms]:
    with realms_on(keycloak_server, smtp_security="none") as realms:
        yield realms


def ask_for_a_phone(realms: AppliedRealms) -> None:
    profile = realms.customers.get("users", "profile")
    profile["attributes"].append(PHONE)
    realms.customers.put("users", "profile", body=profile)


def ask_for_a_code(realms: AppliedRealms) -> None:
    action = realms.customers.get("authentication", "required-actions", "CONFIGURE_TOTP")
    realms.customers.put("authentication", "required-actions", "CONFIGURE_TOTP", body={**action, "defaultAction": True})


def test_what_others_have_made_required_is_seen_and_left_alone(realms: AppliedRealms) -> None:
    assert demands(realms.admin, realms.settings) == []
    ask_for_a_phone(realms)
    ask_for_a_code(realms)
    phone, code = demands(realms.admin, realms.settings)
    assert "profile / phone: required" in phone
    assert "required actions / CONFIGURE_TOTP" in code
    assert plan(realms.admin, realms.settings) == []
    (finding,) = run([("asks", lambda: operator.realm_demands(realms.admin, realms.settings))])
    assert "phone" in finding.fault
    assert "CONFIGURE_TOTP" in finding.fault
    assert [each["demand"].split(":")[0] for each in planned_as_json(realms)] == [
        f"{realms.customers.name} / profile / phone",
        f"{realms.customers.name} / required actions / CONFIGURE_TOTP",
    ]


def planned_as_json(realms: AppliedRealms) -> list[dict[str, str]]:
    """What `realm plan --json` says; nothing is to change."""
    known = realms.settings
    names = {
        "KEYCLOAK_URL": known.keycloak_url, "STAFF_REALM": known.staff_realm, "CUSTOMERS_REALM": known.customers_realm,
        "SMTP_SECURITY": "none", "DESK_CLIENT_SECRET": realms.secret("desk_client_secret"),
        "PROVISIONER_CLIENT_SECRET": realms.secret("provisioner_client_secret"),
        "OBSERVER_CLIENT_SECRET": realms.secret("observer_client_secret"),
        "STAFF_OBSERVER_CLIENT_SECRET": realms.secret("staff_observer_client_secret"),
        "REALM_ADMIN_USERNAME": realms.admin.credentials.username,
        "REALM_ADMIN_PASSWORD": realms.admin.credentials.password,
    }  # fmt: skip
    environment = {f"PROVISIONER_{name}": value for name, value in names.items()}
    result = CliRunner().invoke(provisioner, ["realm", "plan", "--json"], env=environment)
    assert result.exit_code == 0, result.output
    found: list[dict[str, str]] = json.loads(result.stdout)
    return found


def test_a_stricter_password_rule_is_seen_and_one_outage(realms: AppliedRealms) -> None:
    known = realms.customers.get()
    realms.customers.put(body={**known, "passwordPolicy": f"{known['passwordPolicy']} and upperCase(1)"})
    assert demands(realms.admin, realms.settings) == [
        f"{realms.customers.name} / password policy / upperCase(1): the desk's temporary passwords do not meet it"
    ]
    assert [change.path.rpartition(" / ")[2] for change in plan(realms.admin, realms.settings)] == ["passwordPolicy"]
    directory = KeycloakDirectory(realms.settings)
    with pytest.raises(ConfigurationError) as refused:
        directory.create(SOMEBODY, temporary_password())
    assert (refused.value.problem, refused.value.component) == ("keycloak_password_policy", "keycloak")
    (finding,) = run([("rights", lambda: desk.rights(directory))])
    assert "realm plan" in finding.fault


def test_a_required_attribute_is_one_outage_and_no_customers_fault(realms: AppliedRealms) -> None:
    directory = KeycloakDirectory(realms.settings)
    ask_for_a_phone(realms)
    with pytest.raises(ConfigurationError) as more:
        directory.create(SOMEBODY, temporary_password())
    assert (more.value.problem, more.value.component) == ("keycloak_asks_more", "keycloak")
    (finding,) = run([("rights", lambda: desk.rights(directory))])
    assert "realm plan" in finding.fault
