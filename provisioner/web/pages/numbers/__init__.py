"""Numbers for the manager: a page with charts and tables, and a year of them as a report on paper."""

from provisioner.web.pages.numbers.page import blueprint

__all__ = ["blueprint"]
