"""A new member of staff gets a user of the staff realm and a link to setting password and one-time code."""

from dataclasses import dataclass

from provisioner.realm.admin import RealmAt, RealmError

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

    Raises RealmError where the login or address is taken: whoever has it keeps what they have.
    """
    if find(realm, person.login):
        raise RealmError(f"{person.login} is there already. A new link: provisioner staff send-link {person.login}")
    owner = realm.get("clients", query=f"?clientId={client}")[0]["id"]
    roles = {role["name"]: role for role in realm.get("clients", owner, "roles")}
    granted = [roles[role] for role in person.roles]
    realm.post(
        "users",
        body={
            "username": person.login,
            "firstName": person.first_name,
            "lastName": person.last_name,
            "email": person.email,
            "enabled": True,
        },
    )
    user = find(realm, person.login)
    realm.post("users", user, "role-mappings", "clients", owner, body=granted)
    return user


def send_link(realm: RealmAt, login: str, client: str, *, second_factor: bool) -> None:
    """Have Keycloak mail the one-time link; it lives as long as the realm lets an administrator's link live (12 hours).

    Raises RealmError where there is no such user or the mail does not leave.
    """
    user = find(realm, login)
    if not user:
        raise RealmError(f"There is no {login} in the realm {realm.name}.")
    asked = [PASSWORD, CODE] if second_factor else [PASSWORD]
    try:
        realm.server.call("PUT", f"{realm.path('users', user, 'execute-actions-email')}?client_id={client}", asked)
    except RealmError as error:
        raise RealmError(f"The link was not mailed. Later: provisioner staff send-link {login}. {error}") from None


def find(realm: RealmAt, login: str) -> str:
    """The id of the user with that login; empty where there is none."""
    found = realm.get("users", query=f"?username={login}&exact=true")
    return str(found[0]["id"]) if found else ""
