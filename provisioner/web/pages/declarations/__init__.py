"""Declarations: what is accepted, the form, the page of the case, the decisions on it, and who has still to accept."""

from provisioner.web.pages.declarations import (  # noqa: F401
    accepted,
    archive,
    decide,
    edit,
    letter,
    outstanding,
    page,
    record,
)
from provisioner.web.pages.declarations.blueprint import blueprint

__all__ = ["blueprint"]
