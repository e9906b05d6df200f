"""Everything chosen before the start: settings, brand, and the folders that travel with the product."""

from provisioner.settings.agreement import Settings
from provisioner.settings.declared import SECRETS
from provisioner.settings.errors import PREFIX, SettingsError
from provisioner.settings.reading import load

__all__ = ["PREFIX", "SECRETS", "Settings", "SettingsError", "load"]
