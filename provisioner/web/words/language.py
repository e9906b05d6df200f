"""Polish by default, English on request; how a request says which one is the face's choice."""

from collections.abc import Callable

from flask import Flask
from flask_babel import Babel, get_locale

LANGUAGES = ("pl", "en")
OTHERS = {"pl": ("en", "English"), "en": ("pl", "Polski")}
"""For each the other one, and how that calls itself."""
Choice = Callable[[], str | None]


def install(app: Flask, choice: Choice) -> None:
    """Translate this application's pages into the language of the request's choice, Polish for any other."""

    def chosen() -> str:
        wanted = choice()
        return wanted if wanted in LANGUAGES else "pl"

    Babel(app, default_locale="en", default_timezone="Europe/Warsaw", locale_selector=chosen)
    app.jinja_env.globals["language"] = language


def language() -> str:
    """The language of the page being made: `pl` or `en`."""
    locale = get_locale()
    return str(locale.language) if locale else "en"
