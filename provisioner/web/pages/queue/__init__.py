"""The queue: what waits for a decision."""

from provisioner.web.pages.queue.page import blueprint

__all__ = ["blueprint"]
