"""Requests to erase a person's data: the form, the page of the case, the decisions on it."""

from provisioner.web.pages.erasures import archive, decide, edit, letter, page, record  # noqa: F401
from provisioner.web.pages.erasures.blueprint import blueprint

__all__ = ["blueprint"]
