"""Texts in the language of the page being made; the English text is the key (typed doors to flask-babel)."""

from contextlib import AbstractContextManager
from typing import Any

import flask_babel


def _(text: str, **values: object) -> str:
    """The text in the page's language, with its values filled in."""
    return str(flask_babel.gettext(text, **values))


def in_language(code: str) -> AbstractContextManager[None]:
    """Within it texts are in this language, whatever that of the page is."""
    held: AbstractContextManager[None] = flask_babel.force_locale(code)
    return held


def ngettext(one: str, many: str, count: int) -> str:
    """The text that fits a number; Polish has three forms."""
    return str(flask_babel.ngettext(one, many, count))


def _l(text: str) -> Any:
    """A text to be translated when it is shown; for tables of words made at import."""
    return flask_babel.lazy_gettext(text)
