"""The scans of a case: adding, looking, taking one away."""

from provisioner.web.pages.scans import files, page, removal
from provisioner.web.pages.scans.blueprint import blueprint

__all__ = ["blueprint", "files", "page", "removal"]
