"""The reader's saved views of the queue: where one is saved, renamed and deleted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from provisioner.cases.queue import Wanted
from provisioner.cases.views import keeping
from provisioner.cases.views.keeping import MOST, NameTaken, NameUnfit, TooManyViews, UnknownView
from provisioner.cases.views.tables import QueueView
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.frame.flash import tell
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.queue.filters import SHOWN, asked, wanted
from provisioner.web.words.terms import word
from provisioner.web.words.translate import _

blueprint = Blueprint("views", __name__)
NAME = "view_name"


@dataclass(frozen=True)
class View:
    """One saved view: what it asks for in words, its address, and whether that is the page now shown."""

    id: int
    name: str
    said: str
    address: str
    here: bool


def told(found: Sequence[QueueView], now: Mapping[str, str] | None = None) -> list[View]:
    """The reader's views; `now` are the filters of the page they stand on."""
    return [_view(one, now) for one in found]


@blueprint.get("/queue/views")
@needs(Action.READ)
def index() -> str:
    """All of them, and the form that saves what the address asks for."""
    return _page(request.args)


@blueprint.post("/queue/views")
@needs(Action.READ)
def save() -> Response | tuple[str, int]:
    """Save these filters and this order under a name, and show the queue so."""
    try:
        with desk().database.transaction() as db:
            keeping.save(db, request.form.get(NAME, ""), _kept(request.form), by=myself().id)
    except (NameUnfit, NameTaken, TooManyViews) as error:
        return _page(request.form, {NAME: _why(error)}), 400
    tell(_("The view is saved; it stands above the queue."))
    return redirect(_address(_kept(request.form)), 303)


@blueprint.post("/queue/views/<int:view_id>/rename")
@needs(Action.READ)
def rename(view_id: int) -> Response | tuple[str, int]:
    """Give one another name."""
    field = f"{NAME}-{view_id}"
    try:
        with desk().database.transaction() as db:
            keeping.rename(db, view_id, request.form.get(field, ""), by=myself().id)
    except UnknownView:
        abort(404)
    except (NameUnfit, NameTaken) as error:
        return _page(request.form, {field: _why(error)}), 400
    tell(_("The view is renamed."))
    return redirect(url_for("views.index", **_kept(request.form)), 303)  # type: ignore[arg-type]


@blueprint.post("/queue/views/<int:view_id>/delete")
@needs(Action.READ)
def delete(view_id: int) -> Response:
    """Delete one; the cases stay as they are."""
    try:
        with desk().database.transaction() as db:
            keeping.remove(db, view_id, by=myself().id)
    except UnknownView:
        abort(404)
    tell(_("The view is deleted; no case has changed."))
    return redirect(url_for("views.index", **_kept(request.form)), 303)  # type: ignore[arg-type]


def _page(sent: Mapping[str, str], wrong: Mapping[str, str] | None = None) -> str:
    with desk().database.reading() as db:
        views = told(keeping.views(db, by=myself().id))
    kept = _kept(sent)
    return render_template(
        "queue/views.html", views=views, kept=kept, said=_said(kept), wrong=wrong or {}, name=NAME,
        typed={field: sent[field] for field in wrong or {} if field in sent},
    )  # fmt: skip


def _view(one: QueueView, now: Mapping[str, str] | None) -> View:
    kept = _kept(one.asked)
    return View(one.id, one.name, _said(kept), _address(kept), now == kept)


def _kept(sent: Mapping[str, Any]) -> dict[str, str]:
    """The filters among what was sent; what was saved by another version and exists no more filters nothing."""
    return asked(wanted(sent, decides=None), own=sent.get("own"))


def _address(kept: Mapping[str, str]) -> str:
    return url_for("queue.index", **kept)  # type: ignore[arg-type]


def _said(kept: Mapping[str, str]) -> str:
    """What a view asks for, in words."""
    now: Wanted = wanted(kept, decides=None)
    parts: Sequence[str] = [word(one) for one in (now.status, now.channel) if one]
    own = [_("with my own entries")] if kept.get("own") == SHOWN else []
    return ", ".join([*parts, *own, word(now.order)])


def _why(error: Exception) -> str:
    if isinstance(error, NameTaken):
        return _("You have a view of this name: choose another name, or delete that one first")
    if isinstance(error, TooManyViews):
        return _("You have %(most)s views already: delete one first", most=MOST)
    return _("Write a name of 1 to 60 characters")
