"""The pages on which a case is handed to a colleague, a question put to one, and answered."""

from provisioner.web.pages.errands.page import blueprint

__all__ = ["blueprint"]
