"""What a view says about how much may be sent to it."""

from collections.abc import Callable

from flask import current_app, request

from provisioner.web.gate.public import View

MEGABYTE = 1024 * 1024


def takes(megabytes: int) -> Callable[[View], View]:
    """Mark a view to which files of so many megabytes together may be sent."""

    def mark(view: View) -> View:
        view.longest = megabytes * MEGABYTE  # type: ignore[attr-defined]
        return view

    return mark


def longest() -> int | None:
    """How many bytes the view of this request takes with its files; None for one that takes no files."""
    view = current_app.view_functions.get(request.endpoint or "")
    found: int | None = getattr(view, "longest", None)
    return found
