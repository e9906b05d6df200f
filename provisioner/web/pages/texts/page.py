"""All texts, and one of them in its form with what it looks like when it is sent."""

from collections.abc import Sequence

from flask import abort, render_template

from provisioner import wording
from provisioner.mail.wording import Text
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.texts.blueprint import blueprint
from provisioner.web.pages.texts.typed import Typed
from provisioner.web.pages.texts.view import Shown, error_links, names, part_views, text_groups, version_views
from provisioner.web.words.database import Said
from provisioner.web.words.office.texts import title
from provisioner.wording import TEXTS


@blueprint.get("/texts")
@needs(Action.READ_SETTINGS)
def index() -> str:
    """Every text, with who gave it its words."""
    with desk().database.reading() as db:
        return render_template("texts/page.html", groups=text_groups(db))


@blueprint.get("/texts/<name>")
@needs(Action.READ_SETTINGS)
def show(name: str) -> str:
    """One text: its form for whoever may change it."""
    return text_page(known(name))


def known(name: str) -> Text:
    """The text of an address. Ends with 404 where there is none."""
    return TEXTS[name] if name in TEXTS else abort(404)


def text_page(
    text: Text,
    typed: Typed | None = None,
    *,
    seen: str = "",
    looked_at: Sequence[Shown] = (),
    trouble: Said | None = None,
) -> str:
    """The page with what was typed, what is wrong with it, or what it looks like.

    `seen` is the version over which it was typed; saving over it is for whoever was told of the newest.
    """
    with desk().database.reading() as db:
        standing, versions = wording.version(db, text.name), version_views(db, text.name)
    parts = part_views(text, standing, typed)
    return render_template(
        "texts/one.html", name=text.name, heading=title(text.name), parts=parts, names=names(text), versions=versions,
        own=bool(standing.parts), seen=seen or standing.number, looked_at=looked_at, trouble=trouble,
        confirmed=typed.mark if typed and looked_at else "", links=list(error_links(parts)) if typed else [],
        may_edit=myself().may(Action.EDIT_SETTINGS),
    )  # fmt: skip
