"""Who stands in for whom."""

from provisioner.web.pages.substitutes.page import blueprint

__all__ = ["blueprint"]
