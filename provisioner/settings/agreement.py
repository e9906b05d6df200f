"""Settings that are right each by itself and wrong together."""

from collections.abc import Callable
from typing import Self

from pydantic import SecretStr, model_validator
from sqlalchemy import make_url

from provisioner.settings.declared import SECRETS, Declared
from provisioner.settings.secret_types import secret_lines, secret_parts
from provisioner.settings.types import LOOPBACK

KEYCLOAKS_OWN = (
    "account", "account-console", "admin-cli", "broker", "master-realm", "realm-management", "security-admin-console",
)  # fmt: skip
"""Clients every realm has."""
LEAST_PASSWORD = {"regulamin": 8, "strong": 15}
"""The shortest password each profile of `realm-config/password-policies.yaml` takes; temporary ones obey it too."""


LISTS = {"secret_key_fallbacks": secret_parts, "journal_key_former": secret_lines}
"""Settings that hold several secrets, and how these are told apart."""


def disagreement(settings: Declared) -> str:
    """The first of them, naming the setting to change, without its prefix, and why; empty when all agree."""
    return next(filter(None, (check(settings) for check in CHECKS)), "")


def _mail_is_protected(settings: Declared) -> str:
    if settings.smtp_security == "none" and settings.smtp_host not in LOOPBACK:
        return "SMTP_SECURITY: `none` is accepted for a mail server on this machine only"
    return ""


def _secrets_differ(settings: Declared) -> str:
    known: dict[str, str] = {}
    for name in SECRETS:
        value: SecretStr | None = getattr(settings, name)
        listed = LISTS.get(name, _whole)(value)
        for secret in listed:
            if (other := known.setdefault(secret, name)) != name:
                return f"{name.upper()}: the same secret as {other.upper()}; each needs its own"
        if len(set(listed)) != len(listed):
            return f"{name.upper()}: the same secret stands in it twice; once is enough"
    return ""


def _whole(value: SecretStr | None) -> list[str]:
    return [value.get_secret_value()] if value else []


def _realms_differ(settings: Declared) -> str:
    if settings.customers_realm.lower() == settings.staff_realm.lower():
        return "CUSTOMERS_REALM: the same as STAFF_REALM; customers and staff need realms of their own"
    for name in ("staff_realm", "customers_realm"):
        if getattr(settings, name).lower() == "master":
            return f"{name.upper()}: `master` is Keycloak's own; name another realm"
    return ""


def _clients_differ(settings: Declared) -> str:
    if settings.portal_client_id == settings.provisioner_client_id:
        return "PORTAL_CLIENT_ID: the same as PROVISIONER_CLIENT_ID; the iBOK needs a client of its own"
    for name in ("desk_client_id", "provisioner_client_id", "portal_client_id"):
        if getattr(settings, name) == settings.observer_client_id:
            return f"OBSERVER_CLIENT_ID: the same as {name.upper()}; who only reads needs a client of its own"
    for name in ("desk_client_id", "provisioner_client_id", "observer_client_id", "portal_client_id"):
        if getattr(settings, name) in KEYCLOAKS_OWN:
            return f"{name.upper()}: a client of Keycloak's own; name another"
    return ""


def _password_fits_its_rule(settings: Declared) -> str:
    least = LEAST_PASSWORD[settings.password_profile]
    if settings.temp_password_length < least:
        return f"TEMP_PASSWORD_LENGTH: the profile `{settings.password_profile}` asks for at least {least} characters"
    return ""


def _owner_is_another(settings: Declared) -> str:
    if not settings.owner_database_url:
        return ""
    owner, desk = make_url(settings.owner_database_url), make_url(settings.database)
    places = [
        (one.get_backend_name(), one.host, one.port, one.query.get("host"), one.database) for one in (desk, owner)
    ]
    if places[0] != places[1]:
        return "OWNER_DATABASE_URL: not the database that DATABASE_URL names; it is the same one under another role"
    if not desk.username or desk.username == owner.username:
        return "DATABASE_URL: names no role other than OWNER_DATABASE_URL; the running desk needs one of its own"
    return ""


CHECKS: tuple[Callable[[Declared], str], ...] = (
    _mail_is_protected, _secrets_differ, _realms_differ, _clients_differ, _password_fits_its_rule,
    _owner_is_another,
)  # fmt: skip


class Settings(Declared):
    """All start-time settings of every process, in agreement with each other."""

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if found := disagreement(self):
            raise ValueError(found)
        return self
