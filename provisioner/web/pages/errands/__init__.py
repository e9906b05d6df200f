"""The pages on which a case is handed to a colleague, a question put to one, and answered."""

from provisioner.web.pages.errands import answering, putting  # noqa: F401
from provisioner.web.pages.errands.blueprint import blueprint

__all__ = ["blueprint"]
