"""The administrator's client at HTTP level: whom it talks to, what it says when refused, and what it never says."""

from collections.abc import Iterator

import pytest
import requests
import responses

from provisioner.realm.admin import RealmAdmin, RealmError
from provisioner.realm.apply import apply, plan
from provisioner.realm.credentials import AdminCredentials
from provisioner.settings import Settings

SERVER = "http://localhost:8410"
TOKEN = f"{SERVER}/realms/master/protocol/openid-connect/token"
INFO = f"{SERVER}/admin/serverinfo"
PASSWORD = "the-administrators-password"
SETTINGS = Settings(
    desk_client_secret="desk-secret-desk-secret-desk-secret",
    provisioner_client_secret="worker-secret-worker-secret-worker",
    observer_client_secret="observer-secret-observer-secret-obs",
    staff_observer_client_secret="staff-observer-secret-staff-observer",
)


@pytest.fixture
def http() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock() as mock:
        yield mock


@pytest.fixture
def admin() -> RealmAdmin:
    return RealmAdmin(SERVER, AdminCredentials("admin", PASSWORD))


def signed_in(http: responses.RequestsMock, lifetime: int = 60) -> None:
    http.post(TOKEN, json={"access_token": "token-1", "expires_in": lifetime})


def test_the_version_is_read_with_the_administrators_token(http: responses.RequestsMock, admin: RealmAdmin) -> None:
    signed_in(http)
    http.get(INFO, json={"systemInfo": {"version": "26.7.5"}})
    assert admin.version() == "26.7.5"
    assert http.calls[1].request.headers["Authorization"] == "Bearer token-1"


def test_one_token_serves_many_calls(http: responses.RequestsMock, admin: RealmAdmin) -> None:
    signed_in(http)
    http.get(INFO, json={"systemInfo": {"version": "26.7.5"}})
    admin.version()
    admin.version()
    assert [str(call.request.url) for call in http.calls].count(TOKEN) == 1


def test_a_token_about_to_expire_is_replaced(http: responses.RequestsMock, admin: RealmAdmin) -> None:
    signed_in(http, lifetime=5)
    http.get(INFO, json={"systemInfo": {"version": "26.7.5"}})
    admin.version()
    admin.version()
    assert [str(call.request.url) for call in http.calls].count(TOKEN) == 2


def test_wrong_credentials_are_called_by_name(http: responses.RequestsMock, admin: RealmAdmin) -> None:
    http.post(TOKEN, status=401, json={"error": "invalid_grant", "error_description": "Invalid user credentials"})
    with pytest.raises(RealmError, match="name or password") as refused:
        admin.version()
    assert PASSWORD not in str(refused.value)


def test_an_unreachable_server_is_named_without_quoting_the_request(
    http: responses.RequestsMock, admin: RealmAdmin
) -> None:
    http.post(TOKEN, body=requests.ConnectionError(f"failed with {PASSWORD}"))
    with pytest.raises(RealmError, match="localhost:8410 cannot be reached") as refused:
        admin.version()
    assert PASSWORD not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_redirect_is_a_refusal_and_no_token_travels(http: responses.RequestsMock, admin: RealmAdmin) -> None:
    signed_in(http)
    http.get(INFO, status=302, headers={"Location": "http://elsewhere.example/"})
    with pytest.raises(RealmError, match="302"):
        admin.version()
    assert all("elsewhere" not in str(call.request.url) for call in http.calls)


def test_a_refused_payload_is_explained_but_not_repeated(http: responses.RequestsMock, admin: RealmAdmin) -> None:
    signed_in(http)
    http.post(
        f"{SERVER}/admin/realms/ibok/clients",
        status=400,
        json={"errorMessage": "Client not valid", "params": ["the-clients-secret"]},
    )
    with pytest.raises(RealmError, match="400: Client not valid") as refused:
        admin.realm("ibok").post("clients", body={"secret": "the-clients-secret"})
    assert "the-clients-secret" not in str(refused.value)


def test_an_account_without_rights_in_master_learns_what_it_lacks(
    http: responses.RequestsMock, admin: RealmAdmin
) -> None:
    signed_in(http)
    http.get(INFO, json={"systemInfo": {}})
    with pytest.raises(RealmError, match="role `admin` in `master`"):
        admin.version()


@pytest.mark.parametrize("version", ["26.7.1", "26.5.9", "26.4.14", "25.0.6", "nightly"])
def test_too_old_a_server_is_refused_before_anything_is_read_or_written(
    http: responses.RequestsMock, admin: RealmAdmin, version: str
) -> None:
    signed_in(http)
    http.get(INFO, json={"systemInfo": {"version": version}})
    for work in (plan, apply):
        with pytest.raises(RealmError, match=version):
            work(admin, SETTINGS)
    assert {call.request.method for call in http.calls if call.request.url != TOKEN} == {"GET"}
    assert {call.request.url for call in http.calls} == {TOKEN, INFO}


def test_parts_of_a_path_are_quoted(http: responses.RequestsMock, admin: RealmAdmin) -> None:
    signed_in(http)
    http.get(f"{SERVER}/admin/realms/ibok/authentication/flows/staff%20browser%2Fx", json={})
    admin.realm("ibok").get("authentication", "flows", "staff browser/x")


def test_neither_the_client_nor_the_secrets_print_themselves(admin: RealmAdmin) -> None:
    shown = repr(admin) + repr(SETTINGS)
    assert PASSWORD not in shown
    assert "secret-desk" not in shown
