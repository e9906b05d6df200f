"""Changing one setting: what would follow is shown first, where anything does; then it is saved as it was shown."""

from collections.abc import Callable
from typing import Any

from flask import redirect, request, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from provisioner import administration, journal, office, staff
from provisioner.administration.effects import GROUNDS
from provisioner.office import OfficeRules
from provisioner.office.declared import Kind
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.errors import note_silence
from provisioner.web.frame.flash import tell
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.settings.blueprint import blueprint
from provisioner.web.pages.settings.follows import Follows, follows
from provisioner.web.pages.settings.form import as_typed, read
from provisioner.web.pages.settings.page import known, rule_page
from provisioner.web.pages.settings.view import by_whom
from provisioner.web.words.database import Said, not_saved
from provisioner.web.words.office.settings import label, said
from provisioner.web.words.translate import _

Answer = Response | tuple[str, int] | str
Shown = Callable[..., str]
"""A page that takes `fault`, `follows` or `trouble`."""


@blueprint.post("/settings/<name>")
@needs(Action.EDIT_SETTINGS)
def save(name: str) -> Answer:
    """Give it the value typed. A setting made of rows has a form for each row."""
    one, typed = known(name), request.form.to_dict()
    if one.kind is Kind.ROWS:
        return redirect(url_for("settings.show", name=name), 303)
    return changed(name, read(one, typed), lambda **said: rule_page(name, typed, **said))


@blueprint.post("/settings/<name>/default")
@needs(Action.EDIT_SETTINGS)
def back_to_default(name: str) -> Answer:
    """Give it the value that this version has for every office."""
    one, value = known(name), office.plain(OfficeRules(), name)
    return changed(name, value, lambda **said: rule_page(name, as_typed(one, value), **said))


def changed(name: str, value: Any, shown: Shown) -> Answer:
    """Save a value, or show the page of its form with what would follow or what is wrong."""
    try:
        if ahead := _ahead(name, value):
            return shown(follows=ahead)
        before, after = _saved(name, value)
    except office.InvalidSetting as error:
        return shown(fault=error.code), 400
    except office.SeenAnother:
        return shown(trouble=_faster(name)), 409
    except OperationalError as silent:
        note_silence(silent)
        return shown(trouble=not_saved(silent)), 503
    words = {"label": label(name), "value": said(name, after)}
    same = _("It was so already, nothing is changed. %(label)s: %(value)s.", **words)
    tell(same if before == after else _("Saved. %(label)s: %(value)s.", **words))
    return redirect(url_for("settings.show", name=name), 303)


def _ahead(name: str, value: Any) -> Follows | None:
    """What would follow, unless the form says that exactly this was shown. Raises InvalidSetting, SeenAnother."""
    parts = desk()
    with parts.database.reading() as db:
        now, after = office.plain(office.rules(db), name), office.tried(db, name, value)
        if request.form.get("seen") != office.mark(now):
            raise office.SeenAnother(name)
        found = administration.effect(db, name, after, at=parts.clock())
    wanted = office.mark(office.plain(after, name))
    asked = found.worth_asking and request.form.get("confirmed") != wanted
    return follows(found, wanted) if asked else None


def _saved(name: str, value: Any) -> tuple[Any, Any]:
    parts = desk()
    with parts.database.transaction() as db:
        by = staff.member(db, myself().id)
        return administration.set_rule(
            db, name, value, actor=journal.staff(by.id), at=parts.clock(), seen=request.form.get("seen", "")
        )


def _faster(name: str) -> Said:
    with desk().database.reading() as db:
        last = administration.latest(db, name, 1)
        value = said(name, office.plain(office.rules(db), name))
    title = _("Nothing is saved: the setting has changed meanwhile")
    if not last:
        return title, _("It is now: %(value)s. To replace that, save again.", value=value)
    if name == GROUNDS:
        return title, _(
            "The list was changed by %(by)s. What you typed is still here; saving again changes this ground only.",
            by=by_whom(last[0]),
        )
    return title, _(
        "Changed by %(by)s. It is now: %(value)s. What you typed is still here; to replace that, save again.",
        by=by_whom(last[0]), value=value,
    )  # fmt: skip
