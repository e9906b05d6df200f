"""What a wrong setting or file is told with."""

PREFIX = "PROVISIONER_"


class SettingsError(Exception):
    """One or more settings, or files that set something, are wrong; the text names every one of them, a line each."""
