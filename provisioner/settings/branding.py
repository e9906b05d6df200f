"""Who the utility is, as `realm-config/branding.toml` says: for pages, letters and mails."""

from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from provisioner.settings.errors import SettingsError
from provisioner.settings.files import toml_object
from provisioner.settings.shipped import folder

ELSEWHERE = frozenset({"logo", "colours", "accessibility"})
"""What else stands in the file: how the brand looks, read by `provisioner.theme.look` alone, and what the office
declares of its pages, read by `provisioner.accessibility`."""


@dataclass(frozen=True)
class Branding:
    """The utility's name, address and office hours, shown to staff and customers."""

    name: str
    short_name: str
    office: str
    phone: str
    email: str
    hours_pl: str
    hours_en: str
    website: str
    title_pl: str = "Konto iBOK"
    title_en: str = "iBOK account"

    @property
    def service(self) -> str:
        """What customers know the service by: on pages, in mails and as the sender of Keycloak's mails."""
        return f"iBOK {self.short_name}"

    def hours(self, language: str) -> str:
        """The office hours in a language of ours; Polish for any other."""
        return self.hours_en if language == "en" else self.hours_pl


def load(file: Path | None = None) -> Branding:
    """Read the branding file, the shipped one by default.

    Raises SettingsError with one line for each entry that is missing, unknown or no line of text.
    """
    file = file or shipped()
    entries = {name: value for name, value in toml_object(file).items() if name not in ELSEWHERE}
    if problems := [f"{file.name}: {problem}" for problem in _problems(entries)]:
        raise SettingsError("\n".join(problems))
    return Branding(**entries)


def _problems(entries: dict[str, Any]) -> Iterator[str]:
    known = {field.name: field.default is MISSING for field in fields(Branding)}
    for name in entries.keys() - known.keys():
        near = get_close_matches(name, [*known, *ELSEWHERE], 1)
        yield f"{name}: no such entry" + (f"; `{near[0]}` is meant?" if near else "")
    for name, needed in known.items():
        value = entries.get(name)
        if name not in entries:
            if needed:
                yield f'{name}: missing; a line like {name} = "…" is expected'
        elif not isinstance(value, str) or not value.strip() or not value.isprintable():
            yield f"{name}: one line of text in quotation marks is expected"


def shipped() -> Path:
    """This installation's own branding file."""
    return folder("realm-config") / "branding.toml"
