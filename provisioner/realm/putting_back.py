"""Putting a customer's user back where the provisioner sees it: into the group, and marked as ours."""

from dataclasses import dataclass

from provisioner.outside.keycloak.answers import MARKER, user
from provisioner.realm.admin import RealmAt, RealmError

GROUP = "customers"


class NotOurs(RealmError):
    """The user is not taken for the customer's, and nothing was changed; the text says why."""


@dataclass(frozen=True)
class Ours:
    """A user as the desk knows it, by the id that Keycloak gave when it was made."""

    id: str
    login: str
    marker: str


def put_back(realm: RealmAt, ours: Ours, *, marks: bool) -> list[str]:
    """What was done, in words; nothing where nothing was missing.

    Never takes over another's user (P2): raises NotOurs where no user has that id, or it has another login, or not our
    mark although nobody has said whose it is (`marks`).
    """
    found = realm.find("users", ours.id)
    if found is None:
        raise NotOurs("Keycloak has no such user any more; the desk makes it anew.")
    if found["username"] != ours.login:
        raise NotOurs("That user has another login now: it is not taken for the customer's.")
    marked = user(found).application_id == ours.marker
    if not (marked or marks):
        raise NotOurs("That user does not bear the desk's mark: ask whose it is, then name the case.")
    done = []
    if not marked:
        # Read and sent back whole: what a body with `attributes` leaves out is wiped.
        realm.put(
            "users", ours.id, body=found | {"attributes": {**(found.get("attributes") or {}), MARKER: [ours.marker]}}
        )
        done.append("marked as the desk's")
    if GROUP not in [group["name"] for group in realm.get("users", ours.id, "groups")]:
        group = realm.get("group-by-path", GROUP)
        realm.put("users", ours.id, "groups", group["id"])
        done.append("put back into the group")
    return done
