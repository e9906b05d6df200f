"""A configuration of an earlier version, a thousand customers on it, and today's applied over it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from provisioner.cli.main import provisioner
from provisioner.realm.apply import apply, plan
from tests.applied_realms import AppliedRealms, realms_on
from tests.keycloak_server import RunningKeycloak
from tests.live.pages import CustomersBrowser, has_code

pytestmark = pytest.mark.live
OLDER = Path(__file__).parents[1] / "realm" / "older"
CUSTOMERS, WITH_SESSION = 1000, 5
PASSWORD = "MojeHasło2026"


@pytest.fixture(scope="module")
def older(keycloak_server: RunningKeycloak) -> Iterator[AppliedRealms]:
    """Realms of the earlier version with customers, of whom the first few have passwords of their own."""
    with realms_on(keycloak_server, OLDER, smtp_security="none") as realms:
        body = {"ifResourceExists": "FAIL", "users": [customer_of_then(number) for number in range(CUSTOMERS)]}
        realms.customers.post("partialImport", body=body)
        yield realms


def customer_of_then(number: int) -> dict[str, Any]:
    """Most have no password here: a thousand hashes would take minutes and show nothing more."""
    own = [{"type": "password", "value": PASSWORD, "temporary": False}] if number < WITH_SESSION else []
    return {
        "username": f"{100000 + number}",
        "enabled": number % 50 != 0 or number < WITH_SESSION,
        "email": f"k{number}@example.com",
        "firstName": "Żaneta",
        "lastName": "Śliwińska",
        "groups": ["/customers"],
        "attributes": {"customerNumber": [f"{100000 + number}"], "applicationId": [f"A-{number}"], "locale": ["pl"]},
        "requiredActions": [] if own else ["UPDATE_PASSWORD"],
        "credentials": own,
    }


def everything_about(realms: AppliedRealms) -> dict[str, Any]:
    """All users as they are stored, and the passwords and sessions of those who have some."""
    users = realms.customers.get("users", query=f"?max={CUSTOMERS + 10}&briefRepresentation=false")
    watched = [str(user["id"]) for user in users if int(user["username"]) < 100000 + WITH_SESSION]
    return {
        "users": {user["id"]: user for user in users},
        "passwords": {user: realms.customers.get("users", user, "credentials") for user in watched},
        "sessions": {user: realms.customers.get("users", user, "sessions") for user in watched},
    }


def run(realms: AppliedRealms, verb: str, *words: str, color: bool = False) -> Result:
    """The command as an operator types it."""
    settings = realms.settings
    environment = {
        "PROVISIONER_KEYCLOAK_URL": settings.keycloak_url,
        "PROVISIONER_CUSTOMERS_REALM": settings.customers_realm,
        "PROVISIONER_STAFF_REALM": settings.staff_realm,
        "PROVISIONER_SMTP_SECURITY": settings.smtp_security,
        "PROVISIONER_DESK_CLIENT_SECRET": realms.secret("desk_client_secret"),
        "PROVISIONER_PROVISIONER_CLIENT_SECRET": realms.secret("provisioner_client_secret"),
        "PROVISIONER_OBSERVER_CLIENT_SECRET": realms.secret("observer_client_secret"),
        "PROVISIONER_STAFF_OBSERVER_CLIENT_SECRET": realms.secret("staff_observer_client_secret"),
        "PROVISIONER_REALM_ADMIN_USERNAME": realms.admin.credentials.username,
        "PROVISIONER_REALM_ADMIN_PASSWORD": realms.admin.credentials.password,
    }
    return CliRunner().invoke(provisioner, ["realm", verb, *words], env=environment, color=color)


def test_the_older_configuration_is_what_the_server_has(older: AppliedRealms) -> None:
    assert plan(older.admin, older.settings, OLDER) == []


def test_the_plan_of_the_upgrade_can_be_read_line_by_line(older: AppliedRealms) -> None:
    shown = run(older, "plan")
    assert shown.exit_code == 2
    name = older.customers.name
    for line in (
        f"~ {name} / realm / displayName: iBOK KPWiK → iBOK KPWiK Kartuzy",
        f"~ {name} / realm / failureFactor: 20 → 10",
        f"~ {name} / realm / ssoSessionIdleTimeout: 3600 → 1800",
        f"~ {name} / profile / attributes / customerNumber / permissions / edit: [admin, user] → [admin]",
        "    length(8) and maxLength(64) and digits(1) and passwordHistory(1)\n  → length(8) and maxLength(128)",
        "    Potrzebujesz pomocy? Zadzwoń: 58 555 00 00.\n  → Potrzebujesz pomocy? Biuro Obsługi Klienta: tel. 58",
    ):
        assert line in shown.output
    assert "\x1b[" not in shown.output, "colours are for terminals"
    assert "\x1b[33m~" in run(older, "plan", color=True).output
    secrets = [older.secret("desk_client_secret"), older.secret("provisioner_client_secret")]
    assert not any(secret in shown.output for secret in secrets)


def test_the_upgrade_leaves_a_thousand_customers_their_ids_passwords_and_sessions(older: AppliedRealms) -> None:
    browsers = []
    for number in range(WITH_SESSION):
        browser = CustomersBrowser(older.settings.keycloak_url, older.customers.name)
        assert has_code(browser.log_in(f"{100000 + number}", PASSWORD))
        browsers.append(browser)
    before = everything_about(older)
    assert (len(before["users"]), len(before["sessions"])) == (CUSTOMERS, WITH_SESSION)
    changed = run(older, "apply")
    assert changed.exit_code == 0, changed.output
    assert everything_about(older) == before
    assert all(has_code(browser.login_page()) for browser in browsers), "a session of before has ended"
    fresh = CustomersBrowser(older.settings.keycloak_url, older.customers.name)
    assert has_code(fresh.log_in("100003", PASSWORD))
    assert apply(older.admin, older.settings) == []
