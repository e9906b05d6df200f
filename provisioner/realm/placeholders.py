"""What the names in `realm-config/` stand for, and how they are filled in."""

import html
import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr

from provisioner.accessibility import PATH, load
from provisioner.realm.difference import Document
from provisioner.settings import Settings
from provisioner.settings.branding import Branding
from provisioner.settings.outside import SECOND_FACTOR

PLACEHOLDER = re.compile(r"\$(?:\$|\{(\w+)\})")


class UnknownPlaceholder(Exception):
    """A file in `realm-config/` names a value that nobody provides."""


def values(settings: Settings, policies: Mapping[str, str], branding: Branding) -> Document:
    """Every name that `realm-config/` may use, with its value; its secrets are compared and sent, never shown.

    Raises SettingsError when a client's secret or the mail server's password is missing, or the office's part of the
    declaration is wrong.
    """
    portal = ("portal_client_secret",) if settings.portal_redirect_uri else ()
    observers = ("observer_client_secret", "staff_observer_client_secret")
    settings.require("desk_client_secret", "provisioner_client_secret", *observers, *portal, *settings.for_mail)
    uncommon = f" and passwordBlacklist({settings.common_passwords})" if settings.common_passwords else ""
    return _branding_values(branding) | {
        "desk_url": settings.desk_url,
        "desk_server": settings.desk_server,
        "desk_client_id": settings.desk_client_id,
        "desk_client_secret": _plain(settings.desk_client_secret),
        "provisioner_client_id": settings.provisioner_client_id,
        "provisioner_client_secret": _plain(settings.provisioner_client_secret),
        "observer_client_id": settings.observer_client_id,
        "observer_client_secret": _plain(settings.observer_client_secret),
        "staff_observer_client_secret": _plain(settings.staff_observer_client_secret),
        "portal_client_id": settings.portal_client_id,
        "portal_client_secret": _plain(settings.portal_client_secret),
        "portal_redirect_uri": settings.portal_redirect_uri,
        "portal_url": "{0.scheme}://{0.netloc}".format(urlsplit(settings.portal_redirect_uri)),
        "ibok_address": _message(settings.login_page),
        "accessibility_address": _message(f"{settings.public_url}{PATH}" if settings.public_url and load() else ""),
        "public_address": _message(settings.public_url),
        "customer_number_pattern": settings.customer_number_pattern,
        "password_policy": policies[settings.password_profile] + uncommon,
        "staff_password_policy": policies["staff"] + uncommon,
        "staff_idle_seconds": settings.session_idle_minutes * 60,
        "staff_session_seconds": settings.session_absolute_hours * 3600,
        "staff_level_seconds": str(settings.session_absolute_hours * 3600),
        "staff_acr_map": json.dumps({SECOND_FACTOR: "2"}, separators=(",", ":")),
        "staff_browser_flow": "staff browser" if settings.staff_second_factor else "browser",
        "reset_password_allowed": settings.forgotten_password_mode == "link",  # noqa: S105 a mode
        "reset_link_seconds": str(settings.reset_link_minutes * 60),
        "smtp_server": _smtp_server(settings, branding),
    }


def fill(document: Any, known: Mapping[str, Any]) -> Any:
    """Put the values into texts, keys of objects included; a text that is one placeholder becomes the value itself.

    Raises UnknownPlaceholder for a name that is not known.
    """
    if isinstance(document, dict):
        return {fill(key, known): fill(value, known) for key, value in document.items()}
    if isinstance(document, list):
        return [fill(item, known) for item in document]
    if not isinstance(document, str):
        return document
    whole = PLACEHOLDER.fullmatch(document)
    if whole and whole[1]:
        return _value(whole[1], known)
    return PLACEHOLDER.sub(lambda match: str(_value(match[1], known)) if match[1] else "$", document)


def _value(name: str, known: Mapping[str, Any]) -> Any:
    if name not in known:
        raise UnknownPlaceholder(f"realm-config uses ${{{name}}}, which is not known; Keycloak's own names need $$.")
    return known[name]


def _branding_values(branding: Branding) -> dict[str, str]:
    return {
        "ibok_name": branding.service,
        "ibok_name_html": html.escape(branding.service),
        "utility": _message(branding.name),
        "phone": _message(branding.phone),
        "office": _message(branding.office),
        "office_email": _message(branding.email),
        "hours_pl": _message(branding.hours_pl),
        "hours_en": _message(branding.hours_en),
    }


def _message(text: str) -> str:
    """The text as it must stand in a page text, where the server gives apostrophes and braces a meaning."""
    return text.replace("'", "''").replace("{", "'{'")


def _smtp_server(settings: Settings, branding: Branding) -> dict[str, str]:
    """Keycloak's mail settings, with transport security required, never merely tried; none where staff learn."""
    if settings.training:
        return {}
    server = {
        "host": settings.smtp_host,
        "port": str(settings.smtp_port),
        "from": settings.mail_from,
        "fromDisplayName": branding.service,
        "starttls": _flag(settings.smtp_security == "starttls"),
        "ssl": _flag(settings.smtp_security == "tls"),
        "auth": _flag(bool(settings.smtp_username)),
    }
    if settings.smtp_username:
        server["user"] = settings.smtp_username
        server["password"] = _plain(settings.smtp_password)
    return server


def _plain(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""


def _flag(value: bool) -> str:
    return "true" if value else "false"
