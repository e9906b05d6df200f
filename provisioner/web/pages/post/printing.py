"""Printing letters together: one PDF, then the word of whoever has the paper in hand that it is printed."""

import hashlib
from collections.abc import Iterable, Sequence
from itertools import islice
from uuid import UUID

from flask import Response, redirect, render_template, request, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response as AnyResponse

from provisioner import post, staff
from provisioner.letters import NotPrintable
from provisioner.post import LetterChanged, NothingOwed, Sheet
from provisioner.post.owed import AT_ONCE
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.errors import note_silence
from provisioner.web.frame.flash import tell
from provisioner.web.frame.ticked import ticked
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages import looks
from provisioner.web.pages.post.blueprint import blueprint
from provisioner.web.pages.post.page import letters_page
from provisioner.web.words.database import Said, not_changed
from provisioner.web.words.sheets import sheet
from provisioner.web.words.terms import word
from provisioner.web.words.translate import _, ngettext

LETTER, DIGEST = "letter-", "digest"
Answer = AnyResponse | str | tuple[str, int]


@blueprint.post("/letters/print")
@needs(Action.SEND_LETTERS)
def prepare() -> Answer:
    """The ticked letters as they would be printed; nothing is noted yet."""
    found = _found(_asked())
    if not found:
        return letters_page(_nothing(), ticked=()), 400
    try:
        made = _pressed(found)
    except NotPrintable:
        bad = [one for one in found if not _is_printable(one)]
        numbers = ", ".join(one.letter.number for one in bad)
        text = _("They hold a character that our fonts do not have: %(numbers)s. Write these by hand.", numbers=numbers)
        others = [one.case_id for one in found if one not in bad]
        return letters_page((_("Some letters cannot be printed"), text), ticked=others), 409
    rows = [(one, word(one.kind), name(one.case_id)) for one in found]
    return render_template("post/batch.html", rows=rows, digest=_digest(made), count=_counted(found))


@blueprint.post("/letters/print.pdf")
@needs(Action.SEND_LETTERS)
def pdf() -> Response | tuple[str, int]:
    """The letters as one PDF in the order of the list; a word about it where they are others by now."""
    try:
        found, made = _seen()
    except LetterChanged:
        return letters_page(_changed()), 409
    for one in found:
        looks.note_when_sent(one.case_id, myself().id)
    return sheet(made, _("letters"))


@blueprint.post("/letters/printed")
@needs(Action.SEND_LETTERS)
def printed() -> Answer:
    """Note that every one of them lies printed on the table."""
    parts = desk()
    try:
        found, _made = _seen()
        with parts.database.transaction() as db:
            by = staff.member(db, myself().id)
            post.printed(db, found, request.form[DIGEST], parts.branding, by=by, at=parts.clock())
    except (LetterChanged, NothingOwed):
        return letters_page(_changed()), 409
    except OperationalError as silent:
        note_silence(silent)
        return letters_page(not_changed(silent), ticked=_asked()), 503
    tell(_("Noted as printed: %(count)s.", count=_counted(found)))
    if len(found) == 1:
        return redirect(url_for("case.show", application_id=found[0].case_id), 303)
    return redirect(url_for("post.index"), 303)


def name(case_id: UUID) -> str:
    """What the box of a case's letter is called: the desk takes no name twice in a form."""
    return f"{LETTER}{case_id}"


def _asked() -> dict[UUID, str]:
    """The cases whose letters are asked for, with the copy that was shown."""
    return ticked(request.form, LETTER)


def _found(case_ids: Iterable[UUID]) -> list[Sheet]:
    with desk().database.reading() as db:
        return post.sheets(db, islice(case_ids, AT_ONCE), desk().branding)


def _seen() -> tuple[list[Sheet], bytes]:
    """The letters exactly as the page showed them, and their PDF. Raises LetterChanged."""
    wanted = _asked()
    found = _found(wanted)
    if not found or {one.case_id: str(one.copy) for one in found} != wanted:
        raise LetterChanged
    try:
        made = _pressed(found)
    except NotPrintable:
        raise LetterChanged from None
    if _digest(made) != request.form.get(DIGEST):
        raise LetterChanged
    return found, made


def _pressed(found: Sequence[Sheet]) -> bytes:
    letters = [one.letter for one in found]
    first, last = letters[0], letters[-1]
    # In no language: whoever reads the desk in English has the same file before them.
    title = f"{first.number} – {last.number}" if len(letters) > 1 else first.title
    return desk().press.letters(letters, title)


def _digest(made: bytes) -> str:
    return hashlib.sha256(made).hexdigest()


def _is_printable(one: Sheet) -> bool:
    try:
        _pressed([one])
    except NotPrintable:
        return False
    return True


def _counted(found: Sequence[Sheet]) -> str:
    return ngettext("%(num)d letter", "%(num)d letters", len(found))


def _nothing() -> Said:
    return _("Nothing is printed yet"), _("Tick at least one letter; a case that owes none has no letter to print.")


def _changed() -> Said:
    return (
        _("Nothing is noted: these letters are others by now"),
        _("A case has changed, or a colleague has noted a letter meanwhile. Print the letters that are left here."),
    )
