"""The office's settings: what is in force and since when, each changed in a form made of its declaration."""

from provisioner.web.pages.settings import change, grounds, page, waiting  # noqa: F401
from provisioner.web.pages.settings.blueprint import blueprint

__all__ = ["blueprint"]
