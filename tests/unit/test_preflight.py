"""`provisioner check`: each fault is a finding with its cure; no probe is left behind, nothing ends in a traceback."""

from dataclasses import dataclass

import pytest
import responses

from provisioner.cli.preflight import desk
from provisioner.cli.preflight.finding import run
from provisioner.outside.ports import ConfigurationError, TransientError, UserMissing
from provisioner.settings import load
from tests.fakes import FakeDirectory

REALM = "http://localhost:8410/realms/ibok"
METADATA = f"{REALM}/.well-known/openid-configuration"


@dataclass
class ProbedFake(FakeDirectory):
    """The fake directory, able to forget a user."""

    def remove(self, user_id: str) -> None:
        self._called("remove")
        del self.users[user_id]


def silent_after(wanted: str) -> "ProbedFake":
    """A directory that carries out a call and loses its answer."""

    def lose(call: str) -> None:
        if call == wanted:
            raise TransientError("keycloak_unreachable", "keycloak")

    return ProbedFake(afterwards=lose)


def fault(directory: FakeDirectory) -> str:
    """What the check of the rights finds."""
    assert isinstance(directory, ProbedFake)
    return next(run([("rights", lambda: desk.rights(directory))])).fault


def test_all_well_leaves_no_probe() -> None:
    directory = ProbedFake()
    assert fault(directory) == ""
    assert directory.users == {}


def test_a_probe_whose_creation_was_not_answered_is_looked_up_and_removed() -> None:
    directory = silent_after("create")
    assert "keycloak_unreachable" in fault(directory)
    assert directory.users == {}


@pytest.mark.parametrize(
    "trouble, said",
    [(UserMissing(), "cannot be seen"), (ConfigurationError("keycloak_forbidden"), "keycloak_forbidden")],
)
def test_a_probe_that_cannot_be_read_is_a_finding_and_is_removed(trouble: Exception, said: str) -> None:
    def refuse(call: str) -> None:
        if call == "get":
            raise trouble

    directory = ProbedFake(trouble=refuse)
    assert said in fault(directory)
    assert directory.users == {}


def test_what_nobody_foresaw_is_a_finding_and_the_next_check_still_runs() -> None:
    def broken() -> None:
        raise RuntimeError("password=hunter2")

    first, second = run([("a", broken), ("b", lambda: None)])
    assert (first.name, second.name, second.fault) == ("a", "b", "")
    assert "RuntimeError" in first.fault
    assert "hunter2" not in first.fault


@pytest.mark.parametrize(
    ("otp", "name", "levels", "said"),
    [
        ("required", "staff", ["0", "1"], "knows no second factor"),
        ("required", "staff", ["second-factor", "2"], ""),
        ("optional", "staff", ["0", "1"], ""),
        ("required", "ibok", ["0", "1"], ""),
    ],
)
def test_a_staff_realm_without_the_second_factor_that_the_desk_demands_is_told(
    otp: str, name: str, levels: list[str], said: str
) -> None:
    settings = load({"PROVISIONER_STAFF_OTP": otp})
    address = f"{settings.keycloak_url}/realms/{name}"
    with responses.RequestsMock() as mock:
        metadata = {"issuer": address, "acr_values_supported": levels}
        mock.get(f"{address}/.well-known/openid-configuration", json=metadata)
        (found,) = run([("realm", lambda: desk.realm(settings, name))])
    assert said in found.fault
    assert bool(found.fault) == bool(said)


@pytest.mark.parametrize("body", ["<h1>It works</h1>", "[]", "{}", "null"])
def test_something_that_is_no_keycloak_is_told(body: str) -> None:
    with responses.RequestsMock() as mock:
        mock.get(METADATA, body=body)
        found = next(run([("realm", lambda: desk.realm(load({}), "ibok"))]))
    assert "no Keycloak" in found.fault


def test_another_address_is_told() -> None:
    with responses.RequestsMock() as mock:
        mock.get(METADATA, json={"issuer": "http://keycloak:8080/realms/ibok"})
        found = next(run([("realm", lambda: desk.realm(load({}), "ibok"))]))
    assert found.fault.startswith("calls itself http://keycloak:8080/realms/ibok")
