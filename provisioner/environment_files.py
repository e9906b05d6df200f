"""Files of settings in an environment, read as systemd reads them (systemd.exec(5), `EnvironmentFile`)."""

import re
from pathlib import Path

QUOTED = r"""'(?P<single>[^']*)(?:'|\Z)|"(?P<double>(?:\\.|[^"\\])*)(?:"|\Z)"""
BARE = r"(?:\\.|[^\\ \t\n\"'])(?:\\.|[^\\ \t\n]|[ \t]+(?![ \t\n]|\Z))*"
PART = re.compile(rf"{QUOTED}|(?P<bare>{BARE})", re.DOTALL)
ASSIGNMENT = re.compile(
    r"^[ \t]*(?P<name>[A-Za-z_][A-Za-z0-9_]*)[ \t]*="
    rf"(?P<value>(?:[ \t]*(?:{re.sub('[?]P<[a-z]+>', '?:', QUOTED)}))*[ \t]*(?:{BARE})?)",
    re.DOTALL | re.MULTILINE,
)


def settings_of(file: Path) -> dict[str, str]:
    """What a file says, by name, without the remarks.

    A quotation mark counts where a value begins with it, and then until its like; `O'Brien` is what it says.
    """
    found = ASSIGNMENT.finditer(file.read_text(encoding="utf-8"))
    return {one["name"]: "".join(map(_meant, PART.finditer(one["value"]))) for one in found}


def _meant(part: re.Match[str]) -> str:
    if part["single"] is not None:
        return part["single"]
    if part["double"] is not None:
        return re.sub(r'\\(["\\`$\n])', lambda one: one[1].strip("\n"), part["double"])
    return re.sub(r"\\(.)", lambda one: one[1].strip("\n"), part["bare"], flags=re.DOTALL)
