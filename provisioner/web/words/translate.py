"""Texts in the language of the page being made; the English text is the key.

Which language that is, flask-babel knows. The texts themselves come from here: it asks for them by way of a dozen
look-ups of the request, for each of the hundreds of words of a page.
"""

from contextlib import AbstractContextManager
from functools import cache
from gettext import NullTranslations
from pathlib import Path
from typing import Any

import flask_babel
from babel.support import Translations
from flask import Flask
from flask_babel.speaklater import LazyString
from markupsafe import Markup

from provisioner.web.words.language import language

TEXTS = Path(__file__).parent.parent / "translations"


def install(app: Flask) -> None:
    """Give the templates these doors; what is filled into a text is escaped.

    They say `_(…)`, never `{% trans %}`, which doubles every per cent sign and expects it halved here.
    """
    app.jinja_env.globals.update(_=_marked, gettext=_marked, ngettext=_marked_for)


def _(text: str, **values: object) -> str:
    """The text in the page's language, with its values filled in."""
    found = _texts(language()).gettext(text)
    return found % values if values else found


def in_language(code: str) -> AbstractContextManager[None]:
    """Within it texts are in this language, whatever that of the page is."""
    held: AbstractContextManager[None] = flask_babel.force_locale(code)
    return held


def ngettext(one: str, many: str, count: int) -> str:
    """The text that fits a number; Polish has three forms."""
    return _texts(language()).ngettext(one, many, count) % {"num": count}


def _l(text: str) -> Any:
    """A text to be translated when it is shown; for tables of words made at import."""
    return LazyString(_, text)


@cache
def _texts(code: str) -> NullTranslations:
    found: NullTranslations = Translations.load(TEXTS, [code])
    return found


def _marked(text: str, **values: object) -> Markup:
    found = Markup(_(text))  # noqa: S704 - a text of ours; what is filled in is escaped
    return found % values if values else found


def _marked_for(one: str, many: str, count: int, **values: object) -> Markup:
    return Markup(_texts(language()).ngettext(one, many, count)) % {"num": count, **values}  # noqa: S704 - as above
