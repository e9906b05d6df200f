"""The accessibility declaration, for anybody, on each face: of the desk, or of the pages that customers use."""

from enum import StrEnum

from flask import Blueprint, Flask, current_app, render_template, request, url_for

from provisioner.accessibility import PATH, Statement, load, tested
from provisioner.web.desk import desk
from provisioner.web.gate.public import public
from provisioner.web.words.dates import plain_date
from provisioner.web.words.language import LANGUAGES, language
from provisioner.web.words.translate import in_language

OTHERS = {"pl": ("en", "English"), "en": ("pl", "Polski")}
KEY = "accessibility"


class Site(StrEnum):
    """Whose pages are declared."""

    DESK = "desk"
    CUSTOMERS = "customers"


def install(app: Flask, site: Site) -> None:
    """Serve the declaration and let every page link to it; neither where the office has not written its part."""
    statement = load()
    app.jinja_env.globals["declared"] = statement is not None
    app.jinja_env.filters["plain_date"] = plain_date
    if statement is not None:
        app.extensions[KEY] = (statement, site)
        app.register_blueprint(_blueprint())


def _blueprint() -> Blueprint:
    blueprint = Blueprint("accessibility", __name__)
    blueprint.get(PATH)(show)
    return blueprint


@public
def show() -> str:
    """The declaration in the language that the address names, or else in the reader's."""
    statement, site = current_app.extensions[KEY]
    wanted = request.args.get("lang", "")
    with in_language(wanted if wanted in LANGUAGES else language()):
        return _page(statement, site)


def _page(statement: Statement, site: Site) -> str:
    code, spoken = OTHERS[language()]
    said = statement.model_dump()
    return render_template(
        "accessibility/page.html",
        of_desk=site is Site.DESK,
        statement=statement,
        said={name: said[f"{name}_{language()}"] for name in ("contact", "building", "communication", "gaps")},
        tested=tested(),
        overdue=site is Site.DESK and statement.is_overdue(desk().today()),
        other=url_for("accessibility.show", lang=code),
        code=code,
        spoken=spoken,
    )
