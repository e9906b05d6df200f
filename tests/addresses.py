"""What builds the addresses of pages is compiled once for all desks of a test process.

Each test makes a desk of its own, and werkzeug compiles two functions for each of its two hundred addresses: a third of
the time of the tests of the pages. The product makes one desk and keeps it.
"""

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

KEPT: dict[tuple[object, ...], Callable[..., tuple[str, str]]] = {}


def install() -> None:
    """From now on equal addresses of this process share the functions that build them."""
    compiled = Rule._compile_builder

    def kept(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = (rule.rule, tuple(rule._trace), _of(rule.defaults), append_unknown)
        if key not in KEPT:
            KEPT[key] = compiled(rule, append_unknown)
        return KEPT[key]

    setattr(Rule, "_compile_builder", kept)  # noqa: B010 - a method of theirs, which mypy would not let be replaced


def _of(defaults: Any) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, repr(value)) for name, value in (defaults or {}).items()))
