"""The accounts: their list, and the buttons for those that wait for somebody."""

from provisioner.web.pages.accounts.page import blueprint

__all__ = ["blueprint"]
