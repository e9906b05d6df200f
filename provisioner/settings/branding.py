"""Who the utility is, as `realm-config/branding.toml` says: for pages, letters and mails."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from provisioner.settings.shipped import folder

LOOK = frozenset({"logo", "colours"})
"""What else stands in the file: how the brand looks, read by `provisioner.theme.look` alone."""


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

    Raises FileNotFoundError, TypeError naming a missing or unknown entry.
    """
    entries = tomllib.loads((file or shipped()).read_text(encoding="utf-8"))
    return Branding(**{name: value for name, value in entries.items() if name not in LOOK})


def shipped() -> Path:
    """This installation's own branding file."""
    return folder("realm-config") / "branding.toml"
