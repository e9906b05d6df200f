"""Everything chosen before the start: settings, brand, and the folders that travel with the product."""

from provisioner.settings.declared import PREFIX, SECRETS, Settings, SettingsError, load

__all__ = ["PREFIX", "SECRETS", "Settings", "SettingsError", "load"]
