"""A draft looked at as a whole, put into force from a day on, or thrown away; what follows is shown before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import redirect, render_template, request, url_for
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from provisioner import administration, forms, journal, staff
from provisioner.administration import EditionEffect
from provisioner.administration.entry import VALID_FROM, read_valid_from
from provisioner.entry.reader import EntryProblems, Problem
from provisioner.forms import drafts
from provisioner.forms.paper import DraftText
from provisioner.letters import NotPrintable
from provisioner.mail.language import Language
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.errors import note_silence
from provisioner.web.frame.flash import tell
from provisioner.web.gate.access import myself, needs
from provisioner.web.gate.recheck import Unconfirmed
from provisioner.web.pages.case.decision.trouble import silence
from provisioner.web.pages.editions.blueprint import blueprint
from provisioner.web.pages.editions.draft import draft_form, found, gone, held
from provisioner.web.pages.editions.page import editions_page
from provisioner.web.pages.editions.typed import typed
from provisioner.web.pages.editions.view import clause_lines
from provisioner.web.pages.settings.follows import Follows
from provisioner.web.words.database import Said, not_saved
from provisioner.web.words.dates import in_words
from provisioner.web.words.messages import message
from provisioner.web.words.paper.printed_form import printed_form
from provisioner.web.words.translate import _, ngettext

Answer = Response | tuple[str, int] | str


@dataclass(frozen=True)
class Preview:
    """A draft as it will be read; `day` is what is typed as its first day."""

    id: UUID
    text: DraftText
    seen: str
    day: str


@blueprint.get("/forms/drafts/<uuid:draft_id>/preview")
@needs(Action.READ_SETTINGS)
def preview(draft_id: UUID) -> Answer:
    """The draft as clerks and customers will read it, and for those who may the way into force."""
    if not myself().may(Action.EDIT_SETTINGS):
        return redirect(url_for("editions.index"), 303)
    return preview_page(draft_id)


@blueprint.post("/forms/drafts/<uuid:draft_id>/in-force")
@needs(Action.EDIT_SETTINGS)
def put(draft_id: UUID) -> Answer:
    """Put it into force from the day typed, once what follows was shown."""
    parts = desk()
    seen = request.form.get("seen", "")
    try:
        day = read_valid_from(request.form, today=parts.today())
        _press(draft_id, day)
        with parts.database.reading() as db:
            ahead = _ahead(db, draft_id, day)
        if ahead:
            return preview_page(draft_id, follows=ahead)
        with parts.database.transaction() as db:
            by = journal.staff(staff.member(db, myself().id).id)
            text = administration.put_edition_in_force(db, draft_id, day, seen=seen, actor=by, at=parts.clock())
    except EntryProblems as error:
        return preview_page(draft_id, error.problems), 400
    except forms.CodeTaken:
        said = _("Nothing is changed"), _("Another edition has this code by now: give the draft another one.")
        return preview_page(draft_id, trouble=said), 409
    except NotPrintable:
        return preview_page(draft_id, trouble=_unprintable()), 409
    except forms.DraftChanged:
        return preview_page(draft_id, trouble=_read_again()), 409
    except forms.UnknownDraft:
        return gone()
    except OperationalError as silent:
        note_silence(silent)
        return preview_page(draft_id, trouble=not_saved(silent)), 503
    tell(_("The edition %(code)s counts from %(day)s.", code=text.code, day=in_words(day)))
    return redirect(url_for("editions.index"), 303)


@blueprint.post("/forms/drafts/<uuid:draft_id>/discard")
@needs(Action.EDIT_SETTINGS)
def discard(draft_id: UUID) -> Answer:
    """Throw the draft away."""
    try:
        with desk().database.transaction() as db:
            drafts.discard(db, draft_id, seen=request.form.get("seen", ""))
    except forms.DraftChanged:
        return preview_page(draft_id, trouble=_read_again()), 409
    except forms.UnknownDraft:
        return gone()
    tell(_("The draft is thrown away."))
    return redirect(url_for("editions.index"), 303)


@blueprint.errorhandler(Unconfirmed)
def waits(error: Unconfirmed) -> tuple[str, int]:
    """The page with everything typed, while Keycloak does not confirm who asks."""
    said, draft_id = silence(error.why), (request.view_args or {}).get("draft_id")
    if draft_id is None or not found(draft_id):
        return editions_page(said), 503
    if request.endpoint == "editions.save":
        return draft_form(draft_id, typed(request.form), request.form.get("seen", ""), trouble=said), 503
    return preview_page(draft_id, trouble=said), 503


def preview_page(
    draft_id: UUID,
    problems: Sequence[Problem] = (),
    *,
    follows: Follows | None = None,
    trouble: Said | None = None,
) -> str:
    """The preview, with what is wrong with the day typed or what would follow."""
    one = held(draft_id)
    text, day = drafts.said(one), request.form.get(VALID_FROM, "")[:40]
    return render_template(
        "editions/preview.html", one=Preview(one.id, text, drafts.draft_mark(one), day), clauses=clause_lines(text),
        links=[(VALID_FROM, message(problem)) for problem in problems], follows=follows, trouble=trouble,
    )  # fmt: skip


def _press(draft_id: UUID, day: date) -> None:
    """Print it for nobody, since it could not be mended once it counts. Raises NotPrintable and UnknownDraft."""
    parts = desk()
    with parts.database.reading() as db:
        text = drafts.said(drafts.draft(db, draft_id))
    for language in Language:
        parts.press.form(printed_form(text, language, dated=day))


def _unprintable() -> Said:
    return _("Nothing is changed: this form cannot be printed"), _(
        "Its code, its Regulamin or one of its clauses holds a character that our fonts do not have. Edit the draft."
    )


def _read_again() -> Said:
    """What is said where a colleague has saved it since this page was shown."""
    return _("Nothing is changed: the draft has changed meanwhile"), _(
        "Somebody else has saved it. This is how it reads now; look at it once more, then decide."
    )


def _ahead(db: Session, draft_id: UUID, day: date) -> Follows | None:
    """What would follow, unless the form says that it was shown for exactly this. Raises UnknownDraft."""
    one = drafts.draft(db, draft_id)
    shown = f"{day.isoformat()} {drafts.draft_mark(one)}"
    if request.form.get("confirmed") == shown:
        return None
    text = drafts.said(one)
    return Follows(list(_sentences(text, day, administration.edition_effect(db, text))), [], "", shown)


def _sentences(text: DraftText, day: date, effect: EditionEffect) -> Iterator[str]:
    yield _("From %(day)s on new papers are entered on the edition %(code)s.", day=in_words(day), code=text.code)
    yield _(
        "Cases recorded before keep their edition. Papers on an older one still come in: the clerk picks the edition "
        "that is printed on them."
    )
    yield _("After this it cannot be changed any more: papers are signed on it, and a changed form is a new edition.")
    if effect.to_accept:
        yield ngettext(
            "%(num)d customer has not accepted this Regulamin and will be listed as to be asked.",
            "%(num)d customers have not accepted this Regulamin and will be listed as to be asked.",
            effect.to_accept,
        )
    if effect.required_consents:
        yield _doubt(effect.required_consents)


def _doubt(numbers: list[int]) -> str:
    """The warning about consents that are demanded."""
    return _(
        "Clauses that demand a consent: %(numbers)s. A consent must be free (art. 7 GDPR): whoever refuses it gets no "
        "account, which may make it void. Make it voluntary, or a term of the contract if it is one.",
        numbers=", ".join(map(str, numbers)),
    )
