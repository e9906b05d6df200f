"""The form that customers fill in at home, print and sign; nothing of it is kept."""

from provisioner.web.pages.own_form.page import blueprint

__all__ = ["blueprint"]
