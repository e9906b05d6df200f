"""What is sent to Keycloak about a user."""

from typing import Any

from provisioner.identifiers import typed_email
from provisioner.outside.keycloak.answers import MARKER, NUMBER
from provisioner.outside.password import TemporaryPassword
from provisioner.outside.ports import NewUser

GROUP = "/customers"


def whole(found: Any, **attributes: str) -> dict[str, Any]:
    """The user as it was just read, with these attributes: what a body with `attributes` leaves out is wiped.

    Actions and state are not sent back.
    """
    told = {name: [value] for name, value in attributes.items()}
    return {
        "username": found["username"],
        **{name: found.get(name) for name in ("email", "emailVerified", "firstName", "lastName")},
        "attributes": {**(found.get("attributes") or {}), **told},
    }


def data(user: NewUser) -> dict[str, Any]:
    """What may change about a user, all but the attributes."""
    return {
        # In the letters its owner types at the login page; Keycloak mails to the ASCII form of the domain by itself.
        "email": typed_email(user.email),
        # The address stands on the signed application (R5); to others Keycloak sends no notice of a changed password.
        "emailVerified": True,
        "firstName": user.first_name,
        "lastName": user.last_name,
    }


def representation(user: NewUser, password: TemporaryPassword) -> dict[str, Any]:
    """A new user with everything at once: group, marker and temporary credential."""
    return {
        "username": user.login,
        "enabled": True,
        **data(user),
        "groups": [GROUP],
        "attributes": {
            NUMBER: [user.customer_number],
            MARKER: [user.application_id],
            "locale": [user.locale],
        },
        "credentials": [{"type": "password", "value": password.reveal(), "temporary": True}],
    }
