"""Login flows of our own: a copy of a built-in flow with steps added and other requirements.

The built-in ones are never changed.
"""

from typing import Any

from provisioner.realm.admin import RealmAt
from provisioner.realm.difference import Document
from provisioner.realm.sections.section import Section


def read(realm: RealmAt, desired: Document) -> Document:
    """Each flow's steps with their requirement, and the configuration of those that were added."""
    existing = {flow["alias"] for flow in realm.find("authentication", "flows") or []}
    return {alias: _read(realm, alias, flow) for alias, flow in desired.items() if alias in existing}


def _read(realm: RealmAt, alias: str, flow: Document) -> Document:
    steps = _steps(realm, alias)
    found: Document = {
        "copy_of": flow["copy_of"],
        "requirements": {name: step["requirement"] for name, step in steps.items()},
    }
    if "added" in flow:
        found["added"] = {
            name: {"provider": steps[name]["providerId"], "config": _config(realm, steps[name]).get("config", {})}
            for name in flow["added"]
            if name in steps
        }
    return found


def write(realm: RealmAt, desired: Document, actual: Document) -> None:
    """Copy what is missing, add steps, then set each requirement that differs."""
    for alias, flow in desired.items():
        if alias not in actual:
            realm.post("authentication", "flows", flow["copy_of"], "copy", body={"newName": alias})
        for name, step in flow.get("added", {}).items():
            _add(realm, alias, name, step)
        # Inner steps first: a sub-flow that became conditional before its condition counts might let people pass.
        for name, step in reversed(_steps(realm, alias).items()):
            requirement = flow["requirements"].get(name, step["requirement"])
            if step["requirement"] != requirement:
                body = {**step, "requirement": requirement}
                realm.put("authentication", "flows", alias, "executions", body=body)


def _add(realm: RealmAt, alias: str, name: str, wanted: Document) -> None:
    """One step at the end of its sub-flow, configured where it has to be; one that is there gets the configuration."""
    if name not in _steps(realm, alias):
        under = name.rpartition(" / ")[0]
        realm.post("authentication", "flows", under, "executions", "execution", body={"provider": wanted["provider"]})
    step = _steps(realm, alias)[name]
    known = _config(realm, step)
    if not known and wanted["config"]:
        body = {"alias": name.replace(" / ", " "), "config": wanted["config"]}  # No slash is taken in a name.
        realm.post("authentication", "executions", step["id"], "config", body=body)
    elif known and known["config"] != wanted["config"]:
        realm.put("authentication", "config", known["id"], body={**known, "config": wanted["config"]})


def _config(realm: RealmAt, step: Document) -> dict[str, Any]:
    """The step's configuration with its id; empty when it has none."""
    known = step.get("authenticationConfig")
    return dict(realm.get("authentication", "config", known)) if known else {}


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
