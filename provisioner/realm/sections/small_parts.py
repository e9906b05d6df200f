"""Parts with an endpoint of their own and little to say: groups, texts, unwanted scopes, the default role."""

from provisioner.realm.admin import RealmAt
from provisioner.realm.difference import Document
from provisioner.realm.sections.section import Section


def read_groups(realm: RealmAt, desired: Document) -> Document:
    """Which of the desired top-level groups exist."""
    return {path: True for path in desired if realm.find("group-by-path", path.lstrip("/")) is not None}


def write_groups(realm: RealmAt, desired: Document, actual: Document) -> None:
    """Create the missing groups."""
    for path in desired:
        if path not in actual:
            realm.post("groups", body={"name": path.lstrip("/")})


def read_texts(realm: RealmAt, desired: Document) -> Document:
    """The realm's own texts by language; they win over the theme's."""
    return {language: realm.find("localization", language) or {} for language in desired}


def write_texts(realm: RealmAt, desired: Document, actual: Document) -> None:
    """Set each text that is missing or different."""
    for language, texts in desired.items():
        for key, text in texts.items():
            if actual[language].get(key) != text:
                realm.put("localization", language, key, body=text)


def read_absent_scopes(realm: RealmAt, desired: Document) -> Document:
    """Which of the unwanted client scopes are still there."""
    names = {scope["name"] for scope in realm.find("client-scopes") or []}
    return {name: True if name in names else None for name in desired}


def write_absent_scopes(realm: RealmAt, desired: Document, _actual: Document) -> None:
    """Remove the unwanted client scopes, and with them every client's use of them."""
    for scope in realm.get("client-scopes"):
        if scope["name"] in desired:
            realm.delete("client-scopes", scope["id"])


def read_default_role(realm: RealmAt, desired: Document) -> Document:
    """Which of the unwanted roles every new user would still get."""
    if realm.representation() is None:
        return {}
    return {role["name"]: True for role in _composites(realm) if role["name"] in desired}


def write_default_role(realm: RealmAt, desired: Document, _actual: Document) -> None:
    """Take the unwanted roles out of the default role."""
    unwanted = [role for role in _composites(realm) if role["name"] in desired]
    realm.delete("roles", f"default-roles-{realm.name.lower()}", "composites", body=unwanted)


def _composites(realm: RealmAt) -> list[Document]:
    return list(realm.get("roles", f"default-roles-{realm.name.lower()}", "composites"))


GROUPS = Section("groups", read_groups, write_groups)
TEXTS = Section("localization", read_texts, write_texts)
ABSENT_SCOPES = Section("absent_client_scopes", read_absent_scopes, write_absent_scopes)
ABSENT_DEFAULT_ROLES = Section("absent_default_roles", read_default_role, write_default_role)
