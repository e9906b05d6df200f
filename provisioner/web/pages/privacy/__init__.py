"""Personal data: what is erased and when, what was erased, and a copy of all that is kept about one person."""

from provisioner.web.pages.privacy.page import blueprint

__all__ = ["blueprint"]
