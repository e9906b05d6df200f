"""Who the utility is, as `realm-config/branding.toml` says: for pages, letters and mails."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from provisioner.settings.shipped import folder


@dataclass(frozen=True)
class Branding:
    """The utility's name, address and office hours, shown to staff and customers.

    `logo` is a file beside the branding file; `colours` holds, by scheme, those that differ from the house's own.
    """

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
    logo: str = "logo.svg"
    colours: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

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
    path = file or folder("realm-config") / "branding.toml"
    return Branding(**tomllib.loads(path.read_text(encoding="utf-8")))
