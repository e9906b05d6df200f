"""A line left for the next page: what was done, with the case number."""

from dataclasses import asdict, dataclass
from typing import Any

from flask import Flask, flash, get_flashed_messages


@dataclass(frozen=True)
class Said:
    """One line of the status line, with a link where there is something to open and a button that takes it back."""

    text: str
    link: str = ""
    link_text: str = ""
    undo: str = ""


def install(app: Flask) -> None:
    """Let the pages show what was said."""
    app.jinja_env.globals["said_before"] = said_before


def tell(text: str, link: str = "", link_text: str = "", *, undo: str = "") -> None:
    """Leave a line for the next page; `undo` is the address that takes back what was done."""
    # The session is kept as JSON, which knows no dataclass.
    flash(asdict(Said(text, link, link_text, undo)))  # type: ignore[arg-type]


def said_before() -> list[Said]:
    """What earlier requests left for this page, each line once."""
    lines: list[Any] = list(get_flashed_messages())
    return [Said(**line) for line in lines]
