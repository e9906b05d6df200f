"""The user profile: which attributes exist and who may see and edit them."""

from provisioner.realm.admin import RealmAt
from provisioner.realm.difference import Document
from provisioner.realm.sections.section import Section


def read(realm: RealmAt, _desired: Document) -> Document:
    """The profile with its attributes by name."""
    profile = realm.find("users", "profile")
    if profile is None:
        return {}
    return {**profile, "attributes": {each["name"]: each for each in profile["attributes"]}}


def write(realm: RealmAt, desired: Document, actual: Document) -> None:
    """Put our attributes over those of the same name; attributes of others stay."""
    attributes = {**actual["attributes"]}
    for name, wanted in desired["attributes"].items():
        attributes[name] = _attribute(name, wanted, attributes.get(name, {}))
    body = {**actual, "attributes": list(attributes.values())}
    body |= {key: value for key, value in desired.items() if key != "attributes"}
    realm.put("users", "profile", body={key: value for key, value in body.items() if value is not None})


def _attribute(name: str, wanted: Document, found: Document) -> Document:
    validations = {**found.get("validations", {}), **wanted.get("validations", {})}
    joined = {**found, **wanted, "name": name}
    joined["validations"] = {key: value for key, value in validations.items() if value is not None}
    return {key: value for key, value in joined.items() if value is not None}


SECTION = Section("profile", read, write)
