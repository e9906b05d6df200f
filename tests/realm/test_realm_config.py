"""What realm-config promises, read without a server: the list a security review would tick off."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from provisioner.accounts.blocking.rules import PAGES_LIVE
from provisioner.cli.worker import SPARE_SECONDS
from provisioner.outbox.lease import SPARE
from provisioner.realm.desired import desired_realms
from provisioner.settings import Settings, SettingsError
from provisioner.settings.shipped import folder

SECRETS: dict[str, Any] = {
    "desk_client_secret": "d" * 40,
    "provisioner_client_secret": "p" * 40,
    "observer_client_secret": "o" * 40,
    "staff_observer_client_secret": "t" * 40,
    "portal_client_secret": "i" * 40,
    "smtp_password": "mail-secret",
}


def realms(**settings: Any) -> dict[str, Any]:
    return desired_realms(Settings(**SECRETS, **settings))


def every_value(document: Any) -> Iterator[Any]:
    if isinstance(document, dict):
        for value in document.values():
            yield from every_value(value)
    elif isinstance(document, list):
        for value in document:
            yield from every_value(value)
    else:
        yield document


@pytest.mark.parametrize("name", ["ibok", "staff"])
def test_nobody_registers_stays_remembered_or_renames_himself(name: str) -> None:
    realm = realms()[name]["realm"]
    off = ("registrationAllowed", "rememberMe", "editUsernameAllowed", "duplicateEmailsAllowed")
    assert [key for key in off if realm[key]] == []
    assert realm["sslRequired"] != "none"


def test_what_waits_for_a_password_page_to_die_waits_longer_than_it_lives() -> None:
    lives = timedelta(seconds=realms()["ibok"]["realm"]["accessCodeLifespanUserAction"])
    assert lives + timedelta(seconds=30) <= PAGES_LIVE


def test_the_workers_tokens_are_dead_before_its_lease_is_over() -> None:
    """Whatever the time limits: begun in two thirds of a lease, sent within one limit, dead so much later."""
    client = realms()["ibok"]["clients"]["provisioner"]
    lives = int(client["representation"]["attributes"]["access.token.lifespan"])
    assert lives <= SPARE_SECONDS / SPARE


@pytest.mark.parametrize("name", ["ibok", "staff"])
def test_guessing_locks_for_a_time_and_never_for_good(name: str) -> None:
    realm = realms()[name]["realm"]
    assert realm["bruteForceProtected"]
    assert not realm["permanentLockout"]
    assert (realm["failureFactor"], realm["waitIncrementSeconds"], realm["maxFailureWaitSeconds"]) == (10, 60, 900)


@pytest.mark.parametrize("name", ["ibok", "staff"])
def test_tokens_are_short_and_refresh_tokens_work_once(name: str) -> None:
    realm = realms()[name]["realm"]
    assert realm["accessTokenLifespan"] <= 600
    assert realm["revokeRefreshToken"]
    assert realm["refreshTokenMaxReuse"] == 0
    assert "offline_access" in realms()[name]["absent_client_scopes"]


@pytest.mark.parametrize("name", ["ibok", "staff"])
def test_events_are_kept_without_the_details_that_have_held_secrets(name: str) -> None:
    realm = realms()[name]["realm"]
    assert realm["eventsEnabled"]
    assert realm["adminEventsEnabled"]
    assert not realm["adminEventsDetailsEnabled"]


@pytest.mark.parametrize("name", ["ibok", "staff"])
def test_signing_keys_are_es256_and_no_rsa_key_is_short(name: str) -> None:
    document = realms(portal_redirect_uri="https://ibok.example.com/return")[name]
    assert document["realm"]["defaultSignatureAlgorithm"] == "ES256"
    assert document["keys"]["ecdsa-generated"]["config"]["ecdsaEllipticCurveKey"] == ["P-256"]
    sizes = [int(key["config"]["keySize"][0]) for key in document["keys"].values() if "keySize" in key["config"]]
    assert all(size >= 3072 for size in sizes)


@pytest.mark.parametrize("name", ["ibok", "staff"])
def test_no_client_knows_password_grants_full_scope_wildcards_or_a_code_flow_without_pkce(name: str) -> None:
    for client in realms()[name]["clients"].values():
        settings = client["representation"]
        assert not settings.get("directAccessGrantsEnabled", False)
        assert not settings.get("implicitFlowEnabled", False)
        assert not settings.get("fullScopeAllowed", False)
        assert not any("*" in uri for uri in settings.get("redirectUris", []))
        if settings.get("standardFlowEnabled"):
            assert settings["attributes"]["pkce.code.challenge.method"] == "S256"


def test_r6_the_customers_policy_is_the_regulamins_with_polish_letters() -> None:
    policy = realms()["ibok"]["realm"]["passwordPolicy"]
    for part in (
        "length(8)",
        "maxLength(128)",
        "digits(1)",
        r"regexPattern((?s).*\p{L}.*)",
        "notUsername",
        "notEmail",
        "passwordHistory(3)",
    ):
        assert part in policy.split(" and ")
    assert policy.count("regexPattern") == 1


def test_the_strong_profile_asks_for_length_and_nothing_else() -> None:
    policy = realms(password_profile="strong")["ibok"]["realm"]["passwordPolicy"]
    assert policy.startswith("length(15)")
    assert "digits" not in policy
    assert "regexPattern" not in policy


def test_no_password_has_to_be_changed_by_the_calendar() -> None:
    for profile in ("regulamin", "strong"):
        for name, document in realms(password_profile=profile).items():
            assert "forceExpiredPasswordChange" not in document["realm"]["passwordPolicy"], name


@pytest.mark.parametrize("name", ["ibok", "staff"])
def test_a_code_lives_a_minute(name: str) -> None:
    assert realms()[name]["realm"]["accessCodeLifespan"] <= 60


def test_a_one_time_code_counts_once() -> None:
    staff = realms()["staff"]["realm"]
    assert staff["otpPolicyCodeReusable"] is False
    assert (staff["otpPolicyType"], staff["otpPolicyPeriod"], staff["otpPolicyLookAheadWindow"]) == ("totp", 30, 1)


def test_r7_the_reset_link_lives_as_long_as_the_setting_says() -> None:
    attributes = realms(reset_link_minutes=45)["ibok"]["realm"]["attributes"]
    assert attributes["actionTokenGeneratedByUserLifespan.reset-credentials"] == "2700"


def test_r7_staff_have_no_forgotten_password_option_and_customers_lose_it_when_the_desk_reissues() -> None:
    assert realms()["ibok"]["realm"]["resetPasswordAllowed"]
    assert not realms()["staff"]["realm"]["resetPasswordAllowed"]
    assert not realms(forgotten_password_mode="desk_reissue")["ibok"]["realm"]["resetPasswordAllowed"]


def test_staff_need_a_second_factor_unless_the_desk_runs_on_plain_http_here() -> None:
    def flow(**settings: Any) -> Any:
        return realms(**settings)["staff"]["bindings"]["browserFlow"]

    assert flow(desk_url="https://desk.example.com") == "staff browser"
    assert flow() == "browser"
    assert flow(staff_otp="required") == "staff browser"
    assert flow(desk_url="https://desk.example.com", staff_otp="optional") == "browser"


def test_the_realm_calls_the_level_what_the_desk_demands_and_no_setting_asks_for_less() -> None:
    staff = realms(staff_otp="required")["staff"]
    name = Settings(staff_otp="required", **SECRETS).staff_acr
    assert json.loads(staff["realm"]["attributes"]["acr.loa.map"]) == {name: "2"}
    (added,) = staff["flows"]["staff browser"]["added"].values()
    assert added["config"]["loa-condition-level"] == "2"
    assert Settings(staff_otp="optional", **SECRETS).staff_acr == ""


def test_a_login_of_staff_lasts_as_long_as_a_session_of_the_desk() -> None:
    staff = realms(session_idle_minutes=45, session_absolute_hours=10)["staff"]["realm"]
    assert (staff["ssoSessionIdleTimeout"], staff["ssoSessionMaxLifespan"]) == (2700, 36000)


def test_customers_edit_nothing_but_their_language_and_first_login_asks_for_nothing() -> None:
    attributes = realms()["ibok"]["profile"]["attributes"]
    assert [name for name, each in attributes.items() if "user" in each["permissions"]["edit"]] == ["locale"]
    assert attributes["applicationId"]["permissions"]["view"] == ["admin"]
    assert attributes["notMe"]["permissions"] == {"view": ["admin"], "edit": ["admin"]}
    assert not any(each.get("required") for each in attributes.values())
    assert realms()["ibok"]["profile"]["unmanagedAttributePolicy"] is None


def test_the_provisioner_may_look_up_users_and_manage_one_group() -> None:
    document = realms()["ibok"]
    client = document["clients"]["provisioner"]
    assert client["service_account"] == client["scope_mappings"] == {"realm-management": ["query-users"]}
    permissions, policies = document["permissions"]["groups"], document["permissions"]["policies"]
    assert {one["group"] for one in permissions.values()} == {"/customers"}
    scopes = [scope for one in permissions.values() for scope in one["scopes"]]
    assert sorted(scopes) == ["manage-members", "manage-membership", "view", "view-members"], "each in one permission"
    assert [len(one["policies"]) for one in permissions.values()] == [1, 1], "two policies would have to agree"
    assert policies == {
        "is-provisioner": {"clients": ["provisioner"]},
        "sees-customers": {"clients": ["provisioner", "observer"]},
    }


def test_the_observers_read_and_nothing_else() -> None:
    expected = {"ibok": ["view-events", "query-users"], "staff": ["view-events", "view-users"]}
    for name, roles in expected.items():
        client = realms()[name]["clients"]["observer"]
        assert client["service_account"] == client["scope_mappings"] == {"realm-management": roles}
        assert not client["representation"]["fullScopeAllowed"]
        assert not client["representation"]["standardFlowEnabled"]


def test_the_desks_only_way_back_is_its_own_callback() -> None:
    client = realms(desk_url="https://desk.example.com")["staff"]["clients"]["account-desk"]["representation"]
    assert client["redirectUris"] == ["https://desk.example.com/auth/callback"]
    assert client["attributes"]["post.logout.redirect.uris"] == "https://desk.example.com/"


@pytest.mark.parametrize("security, starttls, ssl", [("starttls", "true", "false"), ("tls", "false", "true")])
def test_the_realms_mail_uses_the_transport_security_of_the_settings(security: str, starttls: str, ssl: str) -> None:
    mail = realms(smtp_host="mail.example.com", smtp_security=security, smtp_username="desk")["ibok"]["realm"]
    server = mail["smtpServer"]
    assert (server["starttls"], server["ssl"], server["auth"]) == (starttls, ssl, "true")
    assert server["password"] == "mail-secret"


def test_realm_names_and_client_names_follow_the_settings() -> None:
    documents = realms(customers_realm="klienci", staff_realm="biuro", provisioner_client_id="worker")
    assert sorted(documents) == ["biuro", "klienci"]
    assert "worker" in documents["klienci"]["clients"]


def test_polish_is_the_default_language_of_both_realms() -> None:
    assert {document["realm"]["defaultLocale"] for document in realms().values()} == {"pl"}


def test_no_file_holds_a_secret_and_no_name_is_left_unfilled() -> None:
    texts = [value for value in every_value(realms()) if isinstance(value, str)]
    own = (
        "${username}",
        "${email}",
        "${firstName}",
        "${lastName}",
        "${customerNumber}",
        "${applicationId}",
        "${notMe}",
        "${locale}",
    )
    assert {text for text in texts if "${" in text} <= set(own)


def test_a_secret_that_is_not_set_is_named_before_anything_is_filled_in() -> None:
    with pytest.raises(SettingsError) as refused:
        desired_realms(Settings(portal_redirect_uri="https://ibok.example.com/return"))
    assert str(refused.value).splitlines() == [
        "PROVISIONER_DESK_CLIENT_SECRET: not set",
        "PROVISIONER_PROVISIONER_CLIENT_SECRET: not set",
        "PROVISIONER_OBSERVER_CLIENT_SECRET: not set",
        "PROVISIONER_STAFF_OBSERVER_CLIENT_SECRET: not set",
        "PROVISIONER_PORTAL_CLIENT_SECRET: not set",
    ]


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    for file in folder("realm-config").iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "staff.yaml").write_text("realm: [")
    with pytest.raises(SettingsError, match=r"^staff\.yaml, line 1, column 9: not YAML: expected .*$"):
        desired_realms(Settings(**SECRETS), tmp_path)


def test_keycloak_mails_no_notice_by_itself_the_worker_does() -> None:
    assert {name: one["realm"]["eventsListeners"] for name, one in realms().items()} == {
        "ibok": ["jboss-logging"],
        "staff": ["jboss-logging"],
    }


def test_no_full_stop_follows_a_value_of_the_utilitys_which_may_end_in_one() -> None:
    text = (folder("realm-config") / "ibok.yaml").read_text(encoding="utf-8")
    assert re.findall(r"\$\{(?:utility|office|hours_\w\w|ibok_name)\}\.", text) == []


def test_the_login_pages_lead_to_the_declaration_only_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def address(**settings: Any) -> str:
        return str(realms(**settings)["ibok"]["localization"]["pl"]["accessibilityAddress"])

    at = {"public_url": "https://account.example.com"}
    assert (address(), address(**at)) == ("", "https://account.example.com/accessibility")
    monkeypatch.setattr("provisioner.realm.placeholders.load", lambda: None)
    assert address(**at) == ""


def test_the_mail_of_the_forgotten_password_knows_the_pages_for_customers_where_there_are_any() -> None:
    def known(**settings: Any) -> set[str]:
        texts = realms(**settings)["ibok"]["localization"]
        return {texts[language]["publicAddress"] for language in ("pl", "en")}

    assert (known(), known(public_url="https://account.example.com")) == ({""}, {"https://account.example.com"})
