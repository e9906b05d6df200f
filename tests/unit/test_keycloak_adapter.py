"""The adapter at HTTP level: the exact request, and what each answer of Keycloak means to us."""

import json
import re
from collections.abc import Callable, Iterator

import pytest
import responses

from provisioner.outside.keycloak.directory import KeycloakDirectory
from provisioner.outside.password import TemporaryPassword
from provisioner.outside.ports import ConfigurationError, LoginOrEmailTaken, NewUser, PermanentError, TransientError
from provisioner.settings import load

BASE = "http://localhost:8410"
USERS = f"{BASE}/admin/realms/ibok/users"
USER = NewUser("104233", "jozef@example.com", "Józef", "Żółkiewski", "104233", "b9a0", "pl")
PASSWORD = TemporaryPassword("abcd2345efgh6789")


@pytest.fixture
def keycloak() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        token = {"access_token": "t", "expires_in": 300}
        mock.post(f"{BASE}/realms/ibok/protocol/openid-connect/token", json=token)
        yield mock


@pytest.fixture
def directory() -> KeycloakDirectory:
    return KeycloakDirectory(load({"PROVISIONER_PROVISIONER_CLIENT_SECRET": "p" * 40}))


def test_r4_the_user_is_created_in_one_call_with_everything(
    keycloak: responses.RequestsMock, directory: KeycloakDirectory
) -> None:
    keycloak.post(USERS, status=201, headers={"Location": f"{USERS}/u-1"})
    assert directory.create(USER, PASSWORD) == "u-1"
    sent = json.loads(keycloak.calls[-1].request.body or "")
    assert sent == {
        "username": "104233",
        "enabled": True,
        "email": "jozef@example.com",
        "emailVerified": True,
        "firstName": "Józef",
        "lastName": "Żółkiewski",
        "groups": ["/customers"],
        "attributes": {"customerNumber": ["104233"], "applicationId": ["b9a0"], "locale": ["pl"]},
        "credentials": [{"type": "password", "value": "abcd2345efgh6789", "temporary": True}],
    }


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (409, {"errorMessage": "User exists with same username"}, LoginOrEmailTaken),
        (409, {"errorMessage": "User exists with same email"}, LoginOrEmailTaken),
        (400, {"error": "invalidPasswordMinLengthMessage", "error_description": "…"}, ConfigurationError),
        (400, {"errorMessage": "Password policy not met"}, ConfigurationError),
        (400, {"field": "email", "errorMessage": "error-invalid-email", "params": ["email", "x"]}, PermanentError),
        (403, {"error": "HTTP 403 Forbidden"}, ConfigurationError),
        (401, {"error": "HTTP 401 Unauthorized"}, ConfigurationError),
        (404, {"error": "Realm does not exist"}, ConfigurationError),
        (400, {"errorMessage": "Batch update returned unexpected row count from update [0]"}, TransientError),
        (500, {"error": "unknown_error"}, TransientError),
        (503, {}, TransientError),
    ],
)
def test_each_answer_has_one_meaning(
    keycloak: responses.RequestsMock,
    directory: KeycloakDirectory,
    status: int,
    body: dict[str, object],
    expected: type[Exception],
) -> None:
    keycloak.post(USERS, status=status, json=body)
    with pytest.raises(expected) as answer:
        directory.create(USER, PASSWORD)
    assert type(answer.value) is expected


def test_a_refused_value_is_never_part_of_the_error(
    keycloak: responses.RequestsMock, directory: KeycloakDirectory
) -> None:
    body = {"errors": [{"field": "email", "errorMessage": "error-invalid-email", "params": ["email", "jozef@secret"]}]}
    keycloak.post(USERS, status=400, json=body)
    with pytest.raises(PermanentError) as refused:
        directory.create(USER, PASSWORD)
    assert refused.value.code == "email_error_invalid_email"


def test_a_503_pauses_everybody_a_500_only_this_one(
    keycloak: responses.RequestsMock, directory: KeycloakDirectory
) -> None:
    components = []
    for status in (503, 500):
        keycloak.get(USERS, status=status, json={"error": "unknown_error"})
        with pytest.raises(TransientError) as answer:
            directory.find("104233")
        components.append(answer.value.component)
        keycloak.remove(responses.GET, USERS)
    assert components == ["keycloak", ""]


PAGE = "<!DOCTYPE html><title>Sign in to the network</title>"
WRONG = [
    (200, PAGE),
    (200, "{}"),
    (200, "[1]"),
    (200, '[{"username": "104233"}]'),
    (200, '[{"id": 7}]'),
    (200, '[{"id": "u-1", "attributes": {"applicationId": "b9a0"}, "requiredActions": "none"}]'),
    (200, '"text"'),
    (201, PAGE),
    (302, PAGE),
    (400, PAGE),
    (400, "[]"),
    (403, PAGE),
    (404, PAGE),
    (404, '{"error": "no such page"}'),
    (409, PAGE),
    (409, "null"),
    (413, PAGE),
    (429, '{"error": "slow down"}'),
    (500, PAGE),
    (500, ""),
]


ASKED = [
    "create", "find", "get", "end_sessions", "set_password", "unlock",
    "disable", "enable", "sessions", "change_email", "rename", "drop_actions", "rewrite", "keep_token", "renumber",
    "remove",
]  # fmt: skip
READ = {"find", "get", "sessions"}
SOUND = {("unlock", "{}"), ("sessions", WRONG[5][1])}
"""An empty object is sound for the call whose answer nobody needs; what has an id may be a session."""
CASES = [(ask, *wrong) for ask in ASKED for wrong in WRONG if (ask, wrong[1]) not in SOUND]


@pytest.mark.sweep
@pytest.mark.parametrize("ask, status, body", CASES)
def test_what_is_no_answer_of_keycloak_is_an_outage_and_concerns_no_account(
    keycloak: responses.RequestsMock, directory: KeycloakDirectory, ask: str, status: int, body: str
) -> None:
    for method in (responses.GET, responses.POST, responses.PUT, responses.DELETE):
        keycloak.add(method, re.compile(f"{BASE}/admin/.*"), status=status, body=body)
    asked: dict[str, Callable[[], object]] = {
        "create": lambda: directory.create(USER, PASSWORD),
        "find": lambda: directory.find("104233"),
        "get": lambda: directory.get("u-1"),
        "end_sessions": lambda: directory.end_sessions("u-1"),
        "set_password": lambda: directory.set_password("u-1", PASSWORD),
        "unlock": lambda: directory.unlock("u-1"),
        "disable": lambda: directory.disable("u-1"),
        "enable": lambda: directory.enable("u-1"),
        "sessions": lambda: directory.sessions("u-1"),
        "change_email": lambda: directory.change_email("u-1", "new@example.com"),
        "rename": lambda: directory.rename("u-1", "Anna", "Kos"),
        "drop_actions": lambda: directory.drop_actions("u-1"),
        "rewrite": lambda: directory.rewrite("u-1", USER),
        "keep_token": lambda: directory.keep_token("u-1", "token"),
        "renumber": lambda: directory.renumber("u-1", "104233"),
        "remove": lambda: directory.remove("u-1"),
    }
    with pytest.raises(TransientError) as answer:
        asked[ask]()
    assert (answer.value.problem, answer.value.component) == ("keycloak_answer", "keycloak")
    assert answer.value.late == (0 if ask in READ else 300), "what was asked to change may still come"


@pytest.mark.parametrize("token", [PAGE, "[]", "{}", '{"access_token": "t"}', '{"expires_in": 300}', "null"])
def test_a_token_of_the_wrong_shape_is_an_outage_too(directory: KeycloakDirectory, token: str) -> None:
    with responses.RequestsMock() as mock:
        mock.post(f"{BASE}/realms/ibok/protocol/openid-connect/token", body=token)
        with pytest.raises(TransientError) as answer:
            directory.find("104233")
    assert (answer.value.problem, answer.value.component) == ("keycloak_answer", "keycloak")


@pytest.mark.parametrize("status", [302, 307])
def test_no_redirect_of_keycloak_is_followed(
    keycloak: responses.RequestsMock, directory: KeycloakDirectory, status: int
) -> None:
    away = {"Location": "http://elsewhere.example/"}
    keycloak.add(responses.GET, "http://elsewhere.example/", json=[])
    keycloak.add(responses.POST, "http://elsewhere.example/", json={}, status=201)
    keycloak.add(responses.GET, re.compile(f"{USERS}.*"), status=status, headers=away)
    keycloak.add(responses.POST, USERS, status=status, headers=away)
    for asked in (lambda: directory.find("104233"), lambda: directory.create(USER, PASSWORD)):
        with pytest.raises(TransientError):
            asked()
    assert not [call for call in keycloak.calls if "elsewhere" in str(call.request.url)]


@pytest.mark.parametrize("error", ["invalid_client", "unauthorized_client", "invalid_scope", "invalid_request"])
def test_a_client_that_gets_no_token_is_nobodys_fault_among_the_customers(
    directory: KeycloakDirectory, error: str
) -> None:
    with responses.RequestsMock() as mock:
        mock.post(f"{BASE}/realms/ibok/protocol/openid-connect/token", status=400, json={"error": error})
        with pytest.raises(ConfigurationError) as refused:
            directory.find("104233")
    assert (refused.value.problem, refused.value.component) == ("keycloak_forbidden", "keycloak")


def test_a_realm_that_asks_for_more_than_we_send_is_nobodys_fault_among_the_customers(
    keycloak: responses.RequestsMock, directory: KeycloakDirectory
) -> None:
    body = {"field": "phone", "errorMessage": "error-user-attribute-required", "params": ["phone"]}
    keycloak.post(USERS, status=400, json=body)
    with pytest.raises(ConfigurationError) as more:
        directory.create(USER, PASSWORD)
    assert (more.value.problem, more.value.component) == ("keycloak_asks_more", "keycloak")


def test_p9_keycloak_is_not_called_inside_a_transaction() -> None:
    settings = load({"PROVISIONER_PROVISIONER_CLIENT_SECRET": "p" * 40})
    with pytest.raises(AssertionError):
        KeycloakDirectory(settings, lambda: True).find("104233")


def test_a_change_that_was_not_answered_may_come_as_long_as_its_token_lives(
    keycloak: responses.RequestsMock, directory: KeycloakDirectory
) -> None:
    user = f"{USERS}/u-1"
    for status in (504, 500, 403):
        keycloak.put(f"{user}/reset-password", status=status, json={"error": "unknown_error"})
    keycloak.get(user, status=504, json={})
    late = []
    for _ in range(3):
        with pytest.raises(TransientError) as answer:
            directory.set_password("u-1", PASSWORD)
        late.append(answer.value.late)
    with pytest.raises(TransientError) as unread:
        directory.get("u-1")
    assert (late, unread.value.late) == ([300, 0, 0], 0)


def test_a_token_that_is_over_is_replaced_once_and_the_call_made_again(
    keycloak: responses.RequestsMock, directory: KeycloakDirectory
) -> None:
    """Row 12 of docs/faults.md."""
    at = f"{USERS}/u-1/reset-password"
    over = keycloak.put(at, status=401, json={"error": "HTTP 401 Unauthorized"})
    done = keycloak.put(at, status=204)
    directory.set_password("u-1", PASSWORD)
    assert (over.call_count, done.call_count) == (1, 1)
    assert len([call for call in keycloak.calls if call.request.method == "POST"]) == 2
