"""All settings on one page, and each on a page of its own."""

from collections.abc import Sequence
from typing import Any

from flask import abort, render_template

from provisioner import office
from provisioner.office import OfficeRules
from provisioner.office.declared import Declared, Kind, declared
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.settings.blueprint import blueprint
from provisioner.web.pages.settings.follows import Follows
from provisioner.web.pages.settings.form import Control, Typed, as_typed, control
from provisioner.web.pages.settings.grounds_page import grounds_page
from provisioner.web.pages.settings.view import OneRule, one_rule, topics
from provisioner.web.words.database import Said
from provisioner.web.words.office.settings import wrong


@blueprint.get("/settings")
@needs(Action.READ_SETTINGS)
def index() -> str:
    """What is in force, by topic."""
    with desk().database.reading() as db:
        return render_template("settings/page.html", topics=topics(db))


@blueprint.get("/settings/<name>")
@needs(Action.READ_SETTINGS)
def show(name: str) -> str:
    """One setting: its form for whoever may change it."""
    return rule_page(name)


def known(name: str) -> Declared:
    """The declaration of a setting. Ends with 404 where there is none."""
    return declared(OfficeRules, name) if name in OfficeRules.model_fields else abort(404)


def rule_page(
    name: str,
    typed: Typed | None = None,
    *,
    fault: str = "",
    follows: Follows | None = None,
    trouble: Said | None = None,
) -> str:
    """The page of one setting with what was typed, what is wrong with it, or what would follow."""
    one = known(name)
    with desk().database.reading() as db:
        found, value = one_rule(db, name), office.plain(office.rules(db), name)
    if one.kind is Kind.ROWS:
        return grounds_page(found, value, fault=fault, follows=follows, trouble=trouble)
    shown = _control(one, found, as_typed(one, value) if typed is None else typed, wrong(one, fault) if fault else "")
    return render_template("settings/one.html", **_parts(found, [shown], follows, trouble))


def _control(one: Declared, found: OneRule, typed: Typed, error: str) -> Control:
    return control(one, found.line.label, found.bounds, typed, error)


def _parts(
    found: OneRule, controls: Sequence[Control], follows: Follows | None, trouble: Said | None
) -> dict[str, Any]:
    return {
        "one": found,
        "controls": controls,
        "links": [(shown.target, shown.error) for shown in controls if shown.error],
        "follows": follows,
        "trouble": trouble,
        "may_edit": myself().may(Action.EDIT_SETTINGS),
        "may_audit": myself().may(Action.AUDIT),
    }
