"""The search: one list of cases in every state, with the accounts they led to."""

from provisioner.web.pages.search.page import blueprint

__all__ = ["blueprint"]
