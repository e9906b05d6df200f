"""An edition being written: its clauses are added, moved and worded in one form, and saved as a whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from provisioner import forms
from provisioner.entry.reader import EntryProblems, Problem
from provisioner.forms import drafts
from provisioner.forms.paper import MOST_CLAUSES
from provisioner.forms.tables import ClauseKind, FormDraft
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.errors import note_silence
from provisioner.web.frame.flash import tell
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.editions.blueprint import blueprint
from provisioner.web.pages.editions.page import editions_page
from provisioner.web.pages.editions.typed import (
    CODE,
    REGULAMIN,
    TypedDraft,
    of_text,
    read,
    rearranged,
    typed,
)
from provisioner.web.words.choices import Option, chosen, options
from provisioner.web.words.database import Said, not_saved
from provisioner.web.words.messages import message
from provisioner.web.words.translate import _

SAVE = "save"
Answer = Response | tuple[str, int] | str


@dataclass(frozen=True)
class Row:
    """One clause in the form; `doubtful` where a consent is demanded."""

    name: str
    number: int
    kinds: Sequence[Option]
    required: bool
    doubtful: bool
    pl: str
    en: str
    errors: Mapping[str, str]
    moved: bool


@blueprint.get("/forms/drafts/<uuid:draft_id>")
@needs(Action.READ_SETTINGS)
def edit(draft_id: UUID) -> Answer:
    """The draft in its form, for those who may write it."""
    if not myself().may(Action.EDIT_SETTINGS):
        return redirect(url_for("editions.index"), 303)
    one = held(draft_id)
    return draft_form(draft_id, of_text(drafts.said(one)), drafts.draft_mark(one))


@blueprint.post("/forms/drafts/<uuid:draft_id>")
@needs(Action.EDIT_SETTINGS)
def save(draft_id: UUID) -> Answer:
    """Save what is typed, or show it again with its clauses rearranged."""
    form, seen, button = typed(request.form), request.form.get("seen", ""), request.form.get("do", SAVE)
    if button != SAVE:
        return draft_form(draft_id, rearranged(form, button), seen)
    parts = desk()
    try:
        text = read(request.form)
        with parts.database.transaction() as db:
            drafts.save(db, draft_id, text, seen=seen, at=parts.clock())
    except EntryProblems as error:
        return draft_form(draft_id, form, seen, error.problems), 400
    except forms.CodeTaken:
        return draft_form(draft_id, form, seen, [Problem(CODE, "code_taken")]), 409
    except forms.DraftChanged:
        return draft_form(draft_id, form, drafts.draft_mark(held(draft_id)), trouble=faster()), 409
    except forms.UnknownDraft:
        return draft_form(draft_id, form, seen, trouble=_lost()), 409
    except OperationalError as silent:
        note_silence(silent)
        return draft_form(draft_id, form, seen, trouble=not_saved(silent)), 503
    tell(_("The draft is saved. Nothing changes for anybody until it is put into force."))
    return redirect(url_for("editions.preview", draft_id=draft_id), 303)


def held(draft_id: UUID) -> FormDraft:
    """The draft of an address. Ends with 404 where there is none (any more)."""
    return found(draft_id) or abort(404)


def found(draft_id: UUID) -> FormDraft | None:
    """The draft, if it is still there."""
    with desk().database.reading() as db:
        try:
            return drafts.draft(db, draft_id)
        except forms.UnknownDraft:
            return None


def faster() -> Said:
    """What is said where a colleague has saved it meanwhile."""
    return _("Nothing is saved: the draft has changed meanwhile"), _(
        "Somebody else has saved it. What is typed here is still here; saving again replaces what they saved."
    )


def _lost() -> Said:
    """What is said where it is gone while somebody typed."""
    return _("Nothing is saved: this draft is no more"), _(
        "It was put into force or thrown away meanwhile. What is typed here is still here: begin a new draft from an "
        "edition and copy it there."
    )


def gone() -> tuple[str, int]:
    """The list, where the draft is no more."""
    said = _("This draft is no more"), _("It was put into force or thrown away meanwhile: see below.")
    return editions_page(said), 409


def draft_form(
    draft_id: UUID, form: TypedDraft, seen: str, problems: Sequence[Problem] = (), *, trouble: Said | None = None
) -> str:
    """The form with what is typed and what is wrong with it."""
    errors = {one.field: message(one) for one in problems}
    return render_template(
        "editions/draft.html", draft_id=draft_id, form=form, seen=seen, errors=errors, trouble=trouble,
        rows=[_row(form, place, errors) for place in range(len(form.rows))],
        links=[(_target(name), _said_of(name, text)) for name, text in errors.items()],
        full=len(form.rows) >= MOST_CLAUSES, code=CODE, regulamin=REGULAMIN,
    )  # fmt: skip


def _row(form: TypedDraft, place: int, errors: Mapping[str, str]) -> Row:
    row, name = form.rows[place], f"row-{place}"
    doubtful = row.required and row.kind == ClauseKind.CONSENT
    return Row(
        name, place + 1, options(ClauseKind, chosen(ClauseKind, row.kind)), row.required, doubtful, row.pl, row.en,
        {one: errors[f"{name}-{one}"] for one in ("kind", "pl", "en") if f"{name}-{one}" in errors},
        moved=form.moved == place,
    )  # fmt: skip


def _target(name: str) -> str:
    return f"{name}-0" if name.endswith("-kind") else name


def _said_of(name: str, text: str) -> str:
    if not name.startswith("row-"):
        return text
    return _("Clause %(number)s: %(what)s", number=int(name.split("-")[1]) + 1, what=text)
