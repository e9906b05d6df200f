"""Plan and apply: every section of every realm compared, and, when asked, made equal.

Nothing is removed that `realm-config/` does not name, no user is touched but the provisioner's own service account, and
a second run finds nothing to do.
"""

from pathlib import Path

from provisioner.outside.keycloak import versions
from provisioner.realm.admin import RealmAdmin, RealmAt, RealmError
from provisioner.realm.desired import BadRealmFile, desired_client, desired_realms
from provisioner.realm.difference import HIDDEN, Change, Document, difference
from provisioner.realm.sections import clients, flows, keys, permissions, profile, small_parts, top_level
from provisioner.settings import Settings

MASTER = "master"
SECTIONS = (
    top_level.SECTION,
    keys.SECTION,
    profile.SECTION,
    small_parts.GROUPS,
    small_parts.TEXTS,
    flows.FLOWS,
    flows.BINDINGS,
    small_parts.ABSENT_SCOPES,
    small_parts.ABSENT_DEFAULT_ROLES,
    clients.SECTION,
    permissions.SECTION,
)
"""In this order each section finds what it refers to."""


def plan(admin: RealmAdmin, settings: Settings, config: Path | None = None) -> list[Change]:
    """What `apply` would change; nothing is written.

    Raises SettingsError (a secret is missing), BadRealmFile and UnknownPlaceholder (`realm-config/`), RealmError
    (server, credentials, too old a Keycloak).
    """
    realms = _checked(admin, settings, config)
    return [change for name, document in realms.items() for change in _differences(admin.realm(name), document)]


def apply(
    admin: RealmAdmin,
    settings: Settings,
    config: Path | None = None,
    renew_mail_password: bool = False,
) -> list[Change]:
    """Make the server equal to `realm-config/` and return what was changed.

    The mail server's password cannot be read back: a new one alone is written only with `renew_mail_password`.
    Raises what `plan` raises; also RealmError when the server accepted a change but does not show it.
    """
    changes: list[Change] = []
    for name, document in _checked(admin, settings, config).items():
        realm = admin.realm(name)
        found = _differences(realm, document)
        if found:
            _make_equal(realm, document)
        changes += found
        mail = document["realm"]["smtpServer"] if "realm" in document else {}
        if renew_mail_password and mail.get("password"):
            realm.put(body={"smtpServer": mail})
            changes.append(Change(f"{name} / realm / smtpServer / password", HIDDEN, HIDDEN))
    return changes


def _differences(realm: RealmAt, document: Document) -> list[Change]:
    return [
        change
        for section in SECTIONS
        if section.name in document
        for desired in [section.also(realm, document[section.name])]
        for change in difference(f"{realm.name} / {section.name}", desired, section.read(realm, desired))
    ]


def _make_equal(realm: RealmAt, document: Document) -> None:
    if realm.representation() is None:
        top_level.create(realm, document["realm"], keys.new_realm(document["keys"]))
    for section in SECTIONS:
        if section.name not in document:
            continue
        desired, path = section.also(realm, document[section.name]), f"{realm.name} / {section.name}"
        actual = section.read(realm, desired)
        if difference(path, desired, actual):
            section.write(realm, desired, actual)
            if left := difference(path, desired, section.read(realm, desired)):
                raise RealmError(f"Keycloak accepted, but does not show: {'; '.join(map(str, left))}")


def _checked(admin: RealmAdmin, settings: Settings, config: Path | None) -> dict[str, Document]:
    realms = desired_realms(settings, config)
    # Keycloak tells its version to administrators only; one of them has made the client.
    if not admin.as_client and (problem := versions.refusal(admin.version())):
        raise RealmError(problem)
    if admin.credentials.client_secret and not admin.as_client:
        # Last: its rights are those of the other realms.
        realms[MASTER] = desired_client(settings, admin.credentials.client_secret, config)
    known = {section.name for section in SECTIONS}
    for name, document in realms.items():
        if unknown := document.keys() - known:
            raise BadRealmFile(f"{name}: unknown parts: {', '.join(sorted(unknown))}")
    return realms
