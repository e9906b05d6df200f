"""The journal for auditors: who did what, when and to what, and the same as a file."""

from provisioner.web.pages.journal.page import blueprint

__all__ = ["blueprint"]
