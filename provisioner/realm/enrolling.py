"""A new member of staff gets a user of the staff realm and a link to setting password and one-time code."""

from dataclasses import dataclass
from urllib.parse import quote

from provisioner.realm.admin import RealmAt, RealmError
from provisioner.realm.difference import Document

PASSWORD, CODE = "UPDATE_PASSWORD", "CONFIGURE_TOTP"


@dataclass(frozen=True)
class NewMember:
    """Whoever is to sign in to the desk, and as what."""

    login: str
    first_name: str
    last_name: str
    email: str
    roles: tuple[str, ...]


def enrol(realm: RealmAt, person: NewMember, client: str) -> str:
    """Make the user with the roles of the desk's `client`, and give its id; there is no password yet.

    A user that was begun and got no role and no password is finished. Raises RealmError where the login or address is
    taken: whoever has it keeps what they have.
    """
    owner = realm.client(client)
    known = {role["name"]: role for role in realm.get("clients", owner["id"], "roles")} if owner else {}
    if owner is None or not known.keys() >= set(person.roles):
        raise RealmError(f"The realm {realm.name} does not know the desk's roles yet: provisioner realm apply")
    user = find(realm, person.login)
    if user and not _begun(realm, user):
        raise RealmError(f"{person.login} is there already. A new link: provisioner staff send-link {person.login}")
    if not user:
        realm.post("users", body=_body(person))
        user = find(realm, person.login)
    granted = [known[role] for role in person.roles]
    realm.post("users", user, "role-mappings", "clients", owner["id"], body=granted)
    return user


def send_link(realm: RealmAt, login: str, client: str, *, second_factor: bool, lost_code: bool = False) -> None:
    """Have Keycloak mail the one-time link; it lives as long as the realm lets an administrator's link live (12 hours).

    Of a `lost_code` the telephone that has it counts no more at once. Raises RealmError where there is no such user or
    the mail does not leave.
    """
    user = find(realm, login)
    if not user:
        raise RealmError(f"There is no {login} in the realm {realm.name}.")
    if lost_code:
        for one in realm.get("users", user, "credentials"):
            if one["type"] == "otp":
                realm.delete("users", user, "credentials", one["id"])
    asked = [PASSWORD, CODE] if second_factor else [PASSWORD]
    address = f"{realm.path('users', user, 'execute-actions-email')}?client_id={quote(client, safe='')}"
    try:
        realm.server.call("PUT", address, asked)
    except RealmError as error:
        raise RealmError(f"The link was not mailed. Later: provisioner staff send-link {login}. {error}") from None


def find(realm: RealmAt, login: str) -> str:
    """The id of the user with that login; empty where there is none."""
    found = realm.get("users", query=f"?username={quote(login, safe='')}&exact=true")
    return str(found[0]["id"]) if found else ""


def _begun(realm: RealmAt, user: str) -> bool:
    mapped = realm.get("users", user, "role-mappings").get("clientMappings", {})
    return not realm.get("users", user, "credentials") and not mapped


def _body(person: NewMember) -> Document:
    return {
        "username": person.login,
        "firstName": person.first_name,
        "lastName": person.last_name,
        "email": person.email,
        "enabled": True,
    }
