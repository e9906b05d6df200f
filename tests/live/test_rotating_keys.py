"""Our clients sign with keys of their own on the real server, and keys are exchanged while everything goes on."""

import os
import pwd
from collections.abc import Callable, Iterator
from pathlib import Path

import flask
import pytest
from click.testing import CliRunner, Result

from provisioner.cli.main import provisioner
from provisioner.outside.keycloak.directory import KeycloakDirectory
from provisioner.outside.keycloak.observer import KeycloakObserver
from provisioner.outside.ports import ConfigurationError
from provisioner.packaging.as_the_desk import exchanged
from provisioner.realm.apply import plan
from provisioner.settings import PREFIX, Settings, load
from provisioner.web.gate.realm_client import RealmClient
from provisioner.web.gate.staff_realm import KeycloakSilent, StaffGone
from tests.applied_realms import AppliedRealms, realms_on
from tests.keycloak_server import RunningKeycloak

pytestmark = pytest.mark.live
NAMES = ("desk_client_secret", "provisioner_client_secret", "observer_client_secret", "staff_observer_client_secret")
Rotate = Callable[[str], Result]


@pytest.fixture(scope="module")
def realms(keycloak_server: RunningKeycloak) -> Iterator[AppliedRealms]:
    with realms_on(keycloak_server) as made:
        yield made


@pytest.fixture(scope="module")
def environment(realms: AppliedRealms, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An installation whose secrets are files, and an operator's credentials."""
    folder, known = tmp_path_factory.mktemp("secrets"), realms.settings
    for name in NAMES:
        (folder / name).write_text(realms.secret(name))
    named = {f"{PREFIX}{name.upper()}_FILE": str(folder / name) for name in NAMES}
    same = {
        f"{PREFIX}{name.upper()}": str(getattr(known, name))
        for name in ("keycloak_url", "customers_realm", "staff_realm")
    }
    return named | same | {
        "PROVISIONER_REALM_ADMIN_USERNAME": realms.admin.credentials.username,
        "PROVISIONER_REALM_ADMIN_PASSWORD": realms.admin.credentials.password,
    }  # fmt: skip


@pytest.fixture
def rotate(environment: dict[str, str]) -> Rotate:
    """The command as an operator types it."""
    return lambda client: CliRunner().invoke(provisioner, ["realm", "rotate-key", client], env=environment)


def started(environment: dict[str, str]) -> Settings:
    """What a process reads that is started now."""
    return load({name: value for name, value in environment.items() if "REALM_ADMIN" not in name})


def works(settings: Settings) -> bool:
    """Whether the worker's client gets a token and may do what it is for."""
    try:
        return KeycloakDirectory(settings).find("nobody-by-this-login") is None
    except ConfigurationError:
        return False


def test_the_worker_goes_on_with_its_former_key_until_the_rotation_after_the_next(
    rotate: Rotate, environment: dict[str, str], realms: AppliedRealms
) -> None:
    with_secret = started(environment)
    assert works(with_secret)
    done = rotate("provisioner")
    assert (done.exit_code, "at once" in done.output) == (0, True), done.output
    first = started(environment)
    assert (works(first), works(with_secret)) == (True, False)
    done = rotate("provisioner")
    assert (done.exit_code, "when it suits" in done.output) == (0, True), done.output
    second = started(environment)
    assert (works(first), works(second)) == (True, True)
    assert rotate("provisioner").exit_code == 0
    assert (works(first), works(second), works(started(environment))) == (False, True, True)
    assert plan(realms.admin, started(environment)) == []


def test_the_debian_package_brings_a_new_key_back_to_where_root_keeps_it(
    environment: dict[str, str], tmp_path: Path
) -> None:
    def run(lent: Path) -> int:
        named = {f"{PREFIX}{name.upper()}_FILE": str(lent / name) for name in NAMES}
        words = ["realm", "rotate-key", "provisioner"]
        return CliRunner().invoke(provisioner, words, env=environment | named).exit_code

    secrets = Path(environment["PROVISIONER_PROVISIONER_CLIENT_SECRET_FILE"]).parent
    assert exchanged(run, secrets, tmp_path / "lent", pwd.getpwuid(os.geteuid())) == 0
    assert works(started(environment))


def test_no_output_holds_a_key(rotate: Rotate, environment: dict[str, str]) -> None:
    done = rotate("observer")
    assert done.exit_code == 0, done.output
    assert "PRIVATE" not in done.output
    file = Path(environment["PROVISIONER_OBSERVER_CLIENT_SECRET_FILE"])
    assert "PRIVATE" in file.read_text()
    settings = started(environment)
    assert KeycloakObserver(settings, settings.customers_realm, settings.observer_client_secret).members(0, 10) == []


def test_the_desk_signs_what_it_asks_of_the_staff_realm(rotate: Rotate, environment: dict[str, str]) -> None:
    assert rotate("desk").exit_code == 0
    desk = RealmClient(flask.Flask("desk"), started(environment))
    # A refresh token that is none is the person's matter; a client that is not known would be the desk's.
    with pytest.raises(StaffGone):
        desk.renew("no-token", "nobody")
    desk.revoke("no-token")
    stranger = RealmClient(flask.Flask("desk"), started(environment | _other_key(environment)))
    with pytest.raises(KeycloakSilent):
        stranger.renew("no-token", "nobody")


def _other_key(environment: dict[str, str]) -> dict[str, str]:
    return {
        "PROVISIONER_DESK_CLIENT_SECRET_FILE": environment["PROVISIONER_PROVISIONER_CLIENT_SECRET_FILE"],
        "PROVISIONER_PROVISIONER_CLIENT_SECRET_FILE": environment["PROVISIONER_DESK_CLIENT_SECRET_FILE"],
    }


def test_where_the_realm_is_not_as_configured_nothing_is_exchanged(
    rotate: Rotate, environment: dict[str, str], realms: AppliedRealms
) -> None:
    file = Path(environment["PROVISIONER_PROVISIONER_CLIENT_SECRET_FILE"])
    known = file.read_text()
    realms.customers.put(body={"failureFactor": 99})
    done = rotate("provisioner")
    assert (done.exit_code, "realm apply" in done.output) == (1, True)
    assert file.read_text() == known
    realms.customers.put(body={"failureFactor": 10})
