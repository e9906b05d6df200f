"""Changes of an account's data: the form, the page of the case, the decisions on it."""

from provisioner.web.pages.changes import archive, decide, edit, letter, page, record  # noqa: F401
from provisioner.web.pages.changes.blueprint import blueprint

__all__ = ["blueprint"]
