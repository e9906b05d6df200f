"""Forms kept while they are typed: saved by the page's script, shown to their own person, opened again anywhere."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from flask import Blueprint, abort, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from provisioner import drafts
from provisioner.applications import paper
from provisioner.drafts.tables import Draft
from provisioner.entry.field import Control
from provisioner.entry.reader import Reader
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.frame.flash import tell
from provisioner.web.gate.access import myself, needs
from provisioner.web.gate.seal import DRAFTS, Seal
from provisioner.web.pages.intake.batch import HEADER
from provisioner.web.pages.intake.coded import CODE
from provisioner.web.pages.intake.form import COPY, OVER, SEEN, empty
from provisioner.web.words.translate import _

blueprint = Blueprint("drafts", __name__)
LONGEST = 20_000
"""Many times what a paper holds; more is not kept."""
NEVER = ("csrf_token", OVER, CODE)
DATED = (Control.DAY, Control.HOUR)


@dataclass(frozen=True)
class Unsaved:
    """A draft in the list: of whom it is, as far as typed, and since when it stands."""

    form_key: UUID
    customer: str
    customer_number: str
    at: datetime


@blueprint.post("/applications/draft")
@needs(Action.RECORD)
def keep() -> tuple[str, int]:
    """Keep what stands in the form, for the page's script.

    204 says that it is kept, 200 that there was nothing to keep, 409 that another copy of the form has kept more since.
    """
    form_key = _key(request.form.get("form_key", ""))
    try:
        return "", 204 if form_key and kept(form_key, request.form) else 200
    except drafts.ChangedElsewhere:
        return "", 409


def kept(form_key: UUID, form: Mapping[str, str]) -> bool:
    """Keep what stands in a form, if anything was typed or brought with it. Raises ChangedElsewhere."""
    parts, by = desk(), myself().id
    typed = {name: value for name, value in form.items() if value and name not in NEVER}
    text = json.dumps({**typed, **in_full(typed)})
    if len(text) > LONGEST:
        abort(413)
    with parts.database.transaction() as db:
        if _worth_keeping(typed) or drafts.brought(db, form_key, by=by):
            sealed = _seal().close(text)
            return drafts.keep(db, form_key, sealed=sealed, by=by, at=parts.clock(), seen=_seen)
        drafts.clear(db, form_key, by=by, seen=_seen)
        return False


def _seen(draft: Draft) -> bool:
    """Whether the form that was sent has kept this state itself, or was opened from it."""
    kept, opened_from = _opened(draft), request.form.get(SEEN)
    return not kept or kept.get(COPY) == request.form.get(COPY) or opened_from == draft.saved_at.isoformat()


@blueprint.post("/applications/draft/<uuid:form_key>/discard")
@needs(Action.RECORD)
def discard(form_key: UUID) -> Response:
    """Throw a draft away."""
    with desk().database.transaction() as db:
        drafts.discard(db, form_key, by=myself().id)
    tell(_("The unsaved form is thrown away."))
    return redirect(url_for("queue.index"), 303)


def unsaved(found: Sequence[Draft]) -> Sequence[Unsaved]:
    """What the list says of these drafts."""
    return [_shown(draft, _opened(draft)) for draft in found]


def restored(db: Session, by: UUID, form_key: str) -> dict[str, str]:
    """What a draft of this person holds; nothing where there is none, or where it cannot be opened any more."""
    key = _key(form_key)
    draft = drafts.find(db, key, by=by) if key else None
    if draft is None:
        return {}
    return _opened(draft) | {"form_key": str(draft.form_key), COPY: str(uuid4()), SEEN: draft.saved_at.isoformat()}


def seen_or_told(draft: Draft) -> bool:
    """Whether the form that was sent knows this state, or was saved again after it was told of it."""
    return _seen(draft) or request.form.get(OVER) == draft.saved_at.isoformat()


def _shown(draft: Draft, typed: Mapping[str, str]) -> Unsaved:
    person = " ".join(typed.get(field.name, "") for field in (paper.FIRST_NAME, paper.LAST_NAME)).strip()
    name = typed.get(paper.COMPANY_NAME.name, "") or person
    return Unsaved(draft.form_key, name, typed.get(paper.CUSTOMER_NUMBER.name, ""), draft.saved_at)


def _worth_keeping(typed: Mapping[str, str]) -> bool:
    """Whether more is typed than what a new form of a batch holds by itself."""
    return bool(typed.keys() - empty().keys() - {field.name for field in HEADER})


def in_full(typed: Mapping[str, str]) -> dict[str, str]:
    """Dates and hours in full: whoever opens the draft tomorrow must not find that `d`, today, is another day by then.

    Each is read as saving would read it, for the end of a mandate looks ahead; what is wrong stays as typed.
    """
    read = Reader(typed, today=desk().today(), customer_number=desk().practice.read_number)
    found = [(one, one.read(read, one.name, False)) for one in paper.FIELDS if one.control in DATED]
    return {one.name: one.typed(value) for one, value in found if value is not None and not read.misread(one.name)}


def _opened(draft: Draft) -> dict[str, str]:
    text = _seal().open(draft.typed)
    return dict(json.loads(text)) if text else {}


def _seal() -> Seal:
    return Seal(reversed(desk().settings.signing_keys), DRAFTS)


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
