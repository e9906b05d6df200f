"""Personal data: what is erased and when, what was erased, what was asked for, a copy of all kept about one person."""

from provisioner.web.pages.privacy import page, registers  # noqa: F401
from provisioner.web.pages.privacy.blueprint import blueprint

__all__ = ["blueprint"]
