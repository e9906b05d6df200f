"""What a view says about who may see it; `public` is all that a face without staff knows."""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])
PUBLIC = "public"


def marked(what: str) -> Callable[[View], View]:
    """Write on a view what it asks for."""

    def mark(view: View) -> View:
        view.access = what  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """Mark a view that anybody may see."""
    return marked(PUBLIC)(view)
