"""The pages of the outgoing post: printing in batches, what came back."""

from provisioner.web.pages.post import mailing, page, printing, returns  # noqa: F401
from provisioner.web.pages.post.blueprint import blueprint

__all__ = ["blueprint"]
