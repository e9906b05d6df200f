"""What each answer of Keycloak means to us, and what cannot be one: then something else answered in its place.

A proxy's page with status 200, 404 or 500 says nothing about a customer; it is an outage, as silence is.
"""

import json
import re
from typing import Any

from keycloak.exceptions import KeycloakAuthenticationError, KeycloakConnectionError, KeycloakError

from provisioner.identifiers import stored_email
from provisioner.outside.parts import KEYCLOAK
from provisioner.outside.ports import (
    MUST_CHANGE,
    ConfigurationError,
    DirectoryUser,
    LoginOrEmailTaken,
    PermanentError,
    TransientError,
    UserMissing,
)

NUMBER = "customerNumber"
MARKER = "applicationId"
NOT_ME = "notMe"
"""The attributes of ours that nobody else has a use for; the realm shows them to administrators only."""
ID = re.compile(r"[\w-]{1,64}")
DOWN = {502, 503, 504}
FORBIDDEN = 403
REQUIRED = "error_user_attribute_required"
PASSWORD_REFUSED = ("invalidPassword", "Password_policy_not_met")
"""What a new password is refused with, and a new user. The desk draws the passwords, so no customer's is meant."""
OVERTAKEN = ("Batch_update_returned_unexpected_row_count", "Row_was_updated_or_deleted_by_another_transaction")
"""How Keycloak says, as a refusal, that somebody changed the same user at the same moment."""
NO_TOKEN = {
    "invalid_client", "unauthorized_client", "invalid_grant", "invalid_request", "invalid_scope",
    "unsupported_grant_type", "access_denied",
}  # fmt: skip
"""Why a client gets no token (RFC 6749, 5.2), also with status 400: our credential, or our clock, is wrong."""
WRONG_SHAPE = (TypeError, LookupError, AttributeError, ValueError)
"""What reading an answer of another shape raises, in the library and here."""


def wrong_shape() -> TransientError:
    """This was no answer of Keycloak; what was asked may have been done."""
    return TransientError("keycloak_answer", KEYCLOAK)


def user_id(answer: Any) -> str:
    """The id of a user. Raises one of WRONG_SHAPE."""
    if not ID.fullmatch(answer):
        raise ValueError("no id")
    return str(answer)


def user(answer: Any) -> DirectoryUser:
    """A user as Keycloak tells it. Raises one of WRONG_SHAPE."""
    attributes = answer.get("attributes") or {}
    marker, token = (attributes.get(name) or [""] for name in (MARKER, NOT_ME))
    actions = answer.get("requiredActions") or []
    email = answer.get("email") or ""
    enabled = answer.get("enabled", True)
    if not (all(isinstance(one, list) for one in (marker, token, actions)) and isinstance(email, str)):
        raise ValueError("no user")
    pending, enabled = MUST_CHANGE in actions, enabled is not False
    # Keycloak holds a domain in its own letters, as its owner types it; everything here compares what is stored.
    email = stored_email(email)
    return DirectoryUser(user_id(answer["id"]), str(marker[0]), email, pending, enabled, str(token[0]))


def customer_number(answer: Any) -> str:
    """The number in whose name a user acts elsewhere. Raises one of WRONG_SHAPE."""
    return str(((answer.get("attributes") or {}).get(NUMBER) or [""])[0])


def count(answer: Any) -> int:
    """How many things with an id a list holds. Raises one of WRONG_SHAPE."""
    if not isinstance(answer, list):
        raise ValueError("no list")
    return len([user_id(one["id"]) for one in answer])


def forbidden(error: KeycloakError) -> bool:
    """Whether Keycloak itself said that we may not."""
    return error.response_code == FORBIDDEN and _told(error.response_body) is not None


def meaning(error: KeycloakError) -> Exception:
    """An answer that is an error, in our words."""
    status = error.response_code
    if isinstance(error, KeycloakConnectionError) or status in DOWN or status is None:
        return TransientError("keycloak_unreachable", KEYCLOAK)
    told = _told(error.response_body)
    if told is None:
        return wrong_shape()
    if status >= 500:
        return TransientError("keycloak_error")
    if isinstance(error, KeycloakAuthenticationError) or status in (401, FORBIDDEN):
        return ConfigurationError("keycloak_forbidden", KEYCLOAK)
    if status not in (400, 404, 409):
        return wrong_shape()
    field, message = told
    return {400: _refused, 404: _missing, 409: _taken}[status](field, message)


def _refused(field: str, message: str) -> Exception:
    code = re.sub(r"[^A-Za-z0-9]+", "_", f"{field} {message}".strip())[:80]
    if code.startswith(OVERTAKEN):
        return TransientError("keycloak_error")
    if code in NO_TOKEN:
        return ConfigurationError("keycloak_forbidden", KEYCLOAK)
    if code.startswith(PASSWORD_REFUSED):
        return ConfigurationError("keycloak_password_policy", KEYCLOAK)
    # A realm that wants more than we send refuses everybody; no customer's data are at fault.
    return ConfigurationError("keycloak_asks_more", KEYCLOAK) if code.endswith(REQUIRED) else PermanentError(code)


def _missing(_field: str, message: str) -> Exception:
    if message == "User not found":
        return UserMissing()
    # An unknown path is a proxy that passes other paths than Keycloak has.
    realm = message.startswith("Realm")
    return ConfigurationError("keycloak_realm_missing", KEYCLOAK) if realm else wrong_shape()


def _taken(_field: str, message: str) -> Exception:
    for ending, email in (("same username", False), ("same email", True)):
        if message.endswith(ending):
            return LoginOrEmailTaken(email=email)
    # Two creations at once can get an answer that names both; the next attempt gets a clear one.
    return TransientError("keycloak_error")


def _told(body: object) -> tuple[str, str] | None:
    """Field and Keycloak's own name for the refusal, without any value that was sent; None for another shape."""
    try:
        answer = json.loads(body if isinstance(body, str | bytes) else b"")
        first = (answer.get("errors") or [answer])[0]
        message = first.get("errorMessage") or first.get("error")
    except WRONG_SHAPE:
        return None
    return (str(first.get("field", "")), message) if isinstance(message, str) else None
