"""Giving a text other words: they are looked at first, then saved as they were shown."""

from flask import redirect, request, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from provisioner import administration, journal, staff, wording
from provisioner.journal import Event
from provisioner.letters import NotPrintable
from provisioner.mail.wording import Text
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.errors import note_silence
from provisioner.web.frame.flash import tell
from provisioner.web.gate.access import myself, needs
from provisioner.web.gate.recheck import Unconfirmed
from provisioner.web.pages.case.decision.trouble import sent_back
from provisioner.web.pages.settings.view import by_whom
from provisioner.web.pages.texts.blueprint import blueprint
from provisioner.web.pages.texts.page import known, text_page
from provisioner.web.pages.texts.preview import looked_at, unprintable
from provisioner.web.pages.texts.typed import Typed, Words, read
from provisioner.web.words.database import Said, not_saved
from provisioner.web.words.translate import _

Answer = Response | tuple[str, int] | str
SAVE = "save"


@blueprint.post("/texts/<name>")
@needs(Action.EDIT_SETTINGS)
def save(name: str) -> Answer:
    """Show how it would be sent; save it once exactly that was shown."""
    text = known(name)
    typed = read(text, request.form.to_dict())
    if typed.errors:
        return text_page(text, typed, seen=_seen()), 400
    if request.form.get("do") != SAVE or request.form.get("confirmed") != typed.mark:
        return _look(text, typed)
    return _reworded(text, typed.words, typed)


def _look(text: Text, typed: Typed) -> Answer:
    try:
        return text_page(text, typed, seen=_seen(), looked_at=looked_at(text, typed))
    except NotPrintable:
        return text_page(text, typed, seen=_seen(), trouble=unprintable()), 409


@blueprint.post("/texts/<name>/shipped")
@needs(Action.EDIT_SETTINGS)
def back_to_shipped(name: str) -> Answer:
    """Give it the words that this version ships."""
    return _reworded(known(name), {})


@blueprint.errorhandler(Unconfirmed)
def waits(error: Unconfirmed) -> tuple[str, int]:
    """The page with everything typed, while Keycloak does not confirm who asks."""
    return sent_back(error, _waiting)


def _waiting(said: Said) -> str:
    text = known((request.view_args or {}).get("name", ""))
    return text_page(text, _typed(text), seen=_seen(), trouble=said)


def _typed(text: Text) -> Typed | None:
    return None if request.endpoint == "texts.back_to_shipped" else read(text, request.form.to_dict())


def _reworded(text: Text, words: Words, typed: Typed | None = None) -> Answer:
    parts, seen = desk(), _seen()
    try:
        with parts.database.transaction() as db:
            by = staff.member(db, myself().id)
            before, after = administration.reword(
                db, text.name, words, seen=int(seen) if seen.isdecimal() else -1, actor=journal.staff(by.id),
                at=parts.clock(),
            )  # fmt: skip
    except wording.TextChanged:
        return text_page(text, typed, trouble=_faster(text)), 409
    except OperationalError as silent:
        note_silence(silent)
        return text_page(text, typed, seen=seen, trouble=not_saved(silent)), 503
    tell(_said(before != after, bool(after.parts)))
    return redirect(url_for("texts.show", name=text.name), 303)


def _seen() -> str:
    return request.form.get("seen", "")


def _said(changed: bool, own: bool) -> str:
    if not changed:
        return _("It said so already, nothing is changed.")
    return _("Saved: it is said so from now on.") if own else _("It is said as this version ships it from now on.")


def _faster(text: Text) -> Said:
    with desk().database.reading() as db:
        last = administration.latest(db, text.name, 1, Event.TEXT_REWORDED)
    return _("Nothing is saved: the text has changed meanwhile"), _(
        "Changed by %(by)s. What you typed is still here; look at it again, and saving replaces what they saved.",
        by=by_whom(last[0]) if last else "–",
    )  # fmt: skip
