"""What is erased and when, and the copy for a customer who asks what is kept about them."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType

from flask import render_template, request
from werkzeug.wrappers import Response

from provisioner import journal
from provisioner.entry.texts import visible
from provisioner.letters import NotPrintable
from provisioner.privacy.copies import Copied, as_json, copied, note
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.privacy.blueprint import blueprint
from provisioner.web.pages.privacy.copy import case_view, lead, letter
from provisioner.web.pages.privacy.view import AHEAD_DAYS, coming, periods
from provisioner.web.words.translate import _

LONGEST = 254
PERSON, NAME = "person", "name"


@blueprint.get("/privacy")
@needs(Action.SEE_ERASURES)
def index() -> str:
    """What is erased in the coming days, and for how long data are kept."""
    return _shown()


@blueprint.post("/privacy/copy")
@needs(Action.DISCLOSE)
def copy() -> Response | str | tuple[str, int]:
    """Everything about one person, as a page to print or as a file; the journal of each case notes it first."""
    parts = desk()
    asked, name = (visible(request.form.get(field, "")).strip()[:LONGEST] for field in (PERSON, NAME))
    at = parts.clock()
    with parts.database.reading() as db:
        found = copied(db, asked, name) if asked and name else []
    if not found:
        return _shown(asked, name, _wrong(asked, name)), 400
    with parts.database.transaction() as db:
        note(db, [one.case_id for one in found], at=at, actor=journal.staff(myself().id))
    try:
        return _told(found, request.form.get("kind_of_file", ""), at)
    except NotPrintable:
        wrong = _("The copy holds a character that our fonts do not have: print the page or save the file")
        return _shown(asked, name, {PERSON: wrong}), 409


def _wrong(asked: str, name: str) -> Mapping[str, str]:
    """What is wrong at which field; nobody is told whether it is the number or the name that is unknown."""
    wrong = {
        PERSON: "" if asked else _("Write a customer number, a login or an e-mail address"),
        NAME: "" if name else _("Write the first name and surname, or the name of the company"),
    }
    missing = {field: text for field, text in wrong.items() if text}
    unknown = _("There is no customer with these data: write the number, login or e-mail, and the name as on the paper")
    return missing or {PERSON: unknown}


def _told(found: Sequence[Copied], kind: str, at: datetime) -> Response | str:
    if kind == "json":
        text = json.dumps(as_json(found, at), ensure_ascii=False, indent=2).encode()
        return _file(text, "application/json; charset=utf-8", f"{at:%Y-%m-%d}.json")
    cases = [case_view(one) for one in found]
    if kind == "pdf":
        return _file(desk().press.pdf(letter(cases, at)), "application/pdf", f"{at:%Y-%m-%d}.pdf")
    return render_template("privacy/copy.html", cases=cases, lead=lead(at))


def _file(content: bytes, content_type: str, ending: str) -> Response:
    name = _("copy-of-data")
    headers = {"Content-Disposition": f"attachment; filename={name}-{ending}"}
    return Response(content, content_type=content_type, headers=headers)


def _shown(asked: str = "", name: str = "", errors: Mapping[str, str] = MappingProxyType({})) -> str:
    parts = desk()
    with parts.database.reading() as db:
        return render_template(
            "privacy/page.html",
            coming=coming(db, parts.clock() + timedelta(days=AHEAD_DAYS)),
            ahead=AHEAD_DAYS,
            periods=periods(db),
            may_record=myself().may(Action.RECORD),
            may_disclose=myself().may(Action.DISCLOSE),
            asked=asked,
            name=name,
            errors=errors,
        )
