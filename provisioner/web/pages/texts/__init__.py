"""The texts of mails and letters in the office's own words: looked at as they leave, then saved."""

from provisioner.web.pages.texts import page, preview, reword  # noqa: F401
from provisioner.web.pages.texts.blueprint import blueprint

__all__ = ["blueprint"]
