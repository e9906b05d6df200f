"""Scans, or the mail with them, brought with a new paper: a code fills the form as a scanner in the hand does."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from uuid import UUID

from flask import Blueprint, Response, abort, redirect, request, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response as AnyResponse

from provisioner import drafts
from provisioner.forms.tables import FormEdition
from provisioner.scans.reading import ReadScan
from provisioner.scans.rules import Refused
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.errors import note_silence
from provisioner.web.frame.revision import sent_form_key
from provisioner.web.gate.access import myself, needs
from provisioner.web.gate.room import takes
from provisioner.web.pages.intake.brought import NOTHING, FilesSaid, unread
from provisioner.web.pages.intake.coded import CODE, CodeSaid, filled_from_scan
from provisioner.web.pages.intake.drafts import kept
from provisioner.web.pages.intake.edition import printed
from provisioner.web.pages.intake.form import empty, paper_form
from provisioner.web.pages.intake.mailed import opened, proposed, said
from provisioner.web.pages.intake.new import page
from provisioner.web.pages.scans.files import WEBP, sent
from provisioner.web.pages.scans.sent import AT_ONCE, NotTaken, too_many
from provisioner.web.words.database import Said, not_saved
from provisioner.web.words.translate import _

blueprint = Blueprint("from_scan", __name__)


class FormSaved(NotTaken):
    """The form is a case by now."""


@blueprint.get("/applications/new/scans")
@needs(Action.RECORD)
def again() -> AnyResponse:
    """Whoever had to sign in anew on the way begins with the form."""
    return redirect(url_for("intake.new"), 303)


@blueprint.post("/applications/new/scans")
@needs(Action.RECORD)
@takes(AT_ONCE)
def fill() -> str | tuple[str, int]:
    """The form with the scans that were brought, filled by their code where they hold one."""
    values = {**request.form.to_dict(), "form_key": str(sent_form_key())}
    edition = printed(values)
    try:
        found = opened(edition.rules)
        _bring(UUID(values["form_key"]), found.scans)
        values, differs = proposed(values, found.mail) if found.mail else (values, False)
        values, code = _filled(values, edition.every, found.scans)
        # Of a newer copy that is open elsewhere the draft stays; the scan is on this form all the same.
        with suppress(drafts.ChangedElsewhere):
            kept(UUID(values["form_key"]), values)
    except NotTaken as error:
        return _again(values, files=FilesSaid(str(error))), 409 if isinstance(error, FormSaved) else 400
    except Refused:
        return _again(values, files=FilesSaid(str(too_many(edition.rules)))), 400
    except OperationalError as silent:
        note_silence(silent)
        return _again(values, unsaved=not_saved(silent)), 503
    return _again(values, code=code, files=FilesSaid(told=said(found, differs=differs)))


@blueprint.post("/applications/new/scans/away")
@needs(Action.RECORD)
def away() -> str | tuple[str, int]:
    """The form without one of its scans."""
    try:
        with suppress(ValueError), desk().database.transaction() as db:
            drafts.take_away(db, UUID(request.form.get("away", "")), by=myself().id)
    except OperationalError as silent:
        note_silence(silent)
        return _again(request.form, unsaved=not_saved(silent)), 503
    return _again(request.form, files=unread())


@blueprint.get("/applications/new/scans/<uuid:scan_id>/pages/<int:page>")
@needs(Action.RECORD)
def picture(scan_id: UUID, page: int) -> Response:
    """A page of an own scan that is on no case yet."""
    with desk().database.reading() as db:
        try:
            return sent(drafts.picture(db, scan_id, page, by=myself().id), WEBP)
        except drafts.UnknownFile:
            abort(404)


def _filled(
    values: dict[str, str], every: Sequence[FormEdition], scans: Sequence[ReadScan]
) -> tuple[dict[str, str], CodeSaid | None]:
    if not scans:
        return values, None
    return filled_from_scan(values, every, sorted({code for one in scans for code in one.codes}), empty())


def _bring(form_key: UUID, found: Sequence[ReadScan]) -> None:
    parts = desk()
    try:
        with parts.database.transaction() as db:
            drafts.bring(db, form_key, found, by=myself().id, at=parts.clock())
    except drafts.SavedAlready:
        raise FormSaved(_("This form is a case already: add the scan on the page of the case")) from None


def _again(
    values: Mapping[str, str], *, code: CodeSaid | None = None, files: FilesSaid = NOTHING, unsaved: Said | None = None
) -> str:
    edition = printed(values)
    typed = {name: text for name, text in values.items() if name != CODE}
    form = paper_form(edition.chosen.clauses, edition.rules, typed)
    return page(form, edition, code=code, files=files, unsaved=unsaved)
