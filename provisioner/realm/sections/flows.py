"""Login flows of our own: a copy of a built-in flow with other requirements. The built-in ones are never changed."""

from provisioner.realm.admin import RealmAt
from provisioner.realm.difference import Document
from provisioner.realm.sections.section import Section


def read(realm: RealmAt, desired: Document) -> Document:
    """Each flow's steps with their requirement."""
    existing = {flow["alias"] for flow in realm.find("authentication", "flows") or []}
    return {
        alias: {
            "copy_of": flow["copy_of"],
            "requirements": {name: step["requirement"] for name, step in _steps(realm, alias).items()},
        }
        for alias, flow in desired.items()
        if alias in existing
    }


def write(realm: RealmAt, desired: Document, actual: Document) -> None:
    """Copy what is missing, then set each requirement that differs."""
    for alias, flow in desired.items():
        if alias not in actual:
            realm.post("authentication", "flows", flow["copy_of"], "copy", body={"newName": alias})
        for name, step in _steps(realm, alias).items():
            requirement = flow["requirements"].get(name, step["requirement"])
            if step["requirement"] != requirement:
                body = {**step, "requirement": requirement}
                realm.put("authentication", "flows", alias, "executions", body=body)


def _steps(realm: RealmAt, alias: str) -> dict[str, Document]:
    """The flow's steps, named `sub-flow / step`, because a step's own name may occur more than once."""
    steps: dict[str, Document] = {}
    above: list[str] = []
    for step in realm.get("authentication", "flows", alias, "executions"):
        del above[step["level"] :]
        steps[" / ".join([*above[-1:], step["displayName"]])] = step
        above.append(step["displayName"])
    return steps


def read_bindings(realm: RealmAt, _desired: Document) -> Document:
    """Which flow the realm uses for what."""
    return realm.representation() or {}


def write_bindings(realm: RealmAt, desired: Document, _actual: Document) -> None:
    """Bind the flows; they exist by now."""
    realm.put(body=desired)


FLOWS = Section("flows", read, write)
BINDINGS = Section("bindings", read_bindings, write_bindings)
