"""One case: its page, and the decisions taken on it."""

from provisioner.web.pages.case.page import blueprint

__all__ = ["blueprint"]
