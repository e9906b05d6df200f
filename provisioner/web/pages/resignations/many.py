"""Ending many accounts by one list: what each row means, and the cases made of it (R8)."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from flask import redirect, render_template, request, url_for
from wtforms import HiddenField, StringField, TextAreaField

from provisioner import office, resignations, staff
from provisioner.cases.deadlines import of_today
from provisioner.entry.reader import EntryProblems, Problem
from provisioner.office import OfficeRules
from provisioner.office.grounds import Asker
from provisioner.resignations import paper
from provisioner.resignations.many import Row, by_office, check, names_in, record_many
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.frame.flash import tell
from provisioner.web.frame.revision import sent_form_key
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.case.keying import Answer
from provisioner.web.pages.intake.controls import Cell, cell_of, form_of
from provisioner.web.pages.intake.form import show_problems
from provisioner.web.pages.resignations.blueprint import blueprint
from provisioner.web.pages.resignations.form import ground_control
from provisioner.web.words.paper.fields import BY_NAME
from provisioner.web.words.terms import word
from provisioner.web.words.translate import ngettext

NAMES, FILE, GROUND = "names", "file", paper.GROUND.name
SEEN = " "
"""Between the names of the list whose rows were shown, so that no other list is recorded."""
ENCODINGS = ("utf-8-sig", "cp1250")
"""As spreadsheets save a CSV."""


@dataclass(frozen=True)
class Line:
    """One row of a list as people read it; `wrong` where no case is made for it."""

    name: str
    customer: str
    wrong: str


@blueprint.get("/resignations/many")
@needs(Action.RECORD)
def many() -> str:
    """The empty list; one that another page has made comes along."""
    with desk().database.reading() as db:
        rules = office.rules(db)
    chosen = {GROUND: request.args.get(GROUND, ""), NAMES: "\n".join(request.args.get(NAMES, "").split())}
    return _page(_form(rules, chosen | {"form_key": str(uuid4())}))


@blueprint.post("/resignations/many")
@needs(Action.RECORD)
def save_many() -> Answer:
    """Show what each row means; once that was seen, make the cases."""
    parts, batch = desk(), sent_form_key()
    with parts.database.reading() as db:
        rules = office.rules(db)
        file = _uploaded()
        names = names_in(file, heading=True) if file else names_in(request.form.get(NAMES, ""))
        rows = check(db, names[: rules.closings_at_once])
    form = _form(rules, {**request.form, NAMES: "\n".join(names), "form_key": str(batch)})
    if problems := _problems(names, rows, rules):
        return _page(form, problems, rows), 400
    if request.form.get("seen", "") != SEEN.join(names):
        return _page(form, rows=rows)
    with parts.database.transaction() as db:
        by = staff.member(db, myself().id)
        count = record_many(
            db, check(db, names), request.form, batch=batch, practice=parts.practice, today=parts.today(), by=by,
            at=parts.clock(),
        )  # fmt: skip
    tell(ngettext("%(num)d case recorded.", "%(num)d cases recorded.", count))
    return redirect(url_for("resignations.batch", batch_id=batch), 303)


def _form(rules: OfficeRules, values: dict[str, str]) -> Any:
    named: dict[str, Any] = {field.name: StringField(BY_NAME[field.name].label) for field in paper.WHY}
    named[GROUND] = ground_control(one for one in rules.deletion_grounds if one.open_to(Asker.OFFICE))
    named |= {"form_key": HiddenField(), NAMES: TextAreaField(BY_NAME[NAMES].label)}
    return form_of(named, values)


def _uploaded() -> str:
    """The text of the file, if one was sent."""
    sent = request.files.get(FILE)
    data = sent.read() if sent else b""
    for encoding in ENCODINGS:
        with suppress(UnicodeDecodeError):
            return data.decode(encoding)
    return ""


def _problems(names: Sequence[str], rows: Sequence[Row], rules: OfficeRules) -> list[Problem]:
    if not names:
        return [Problem(NAMES, "required")]
    if len(names) > rules.closings_at_once:
        return [Problem(NAMES, "too_many")]
    account = next((row.account for row in rows if row.account and not row.flaw), None)
    if account is None:
        return [Problem(NAMES, "nobody")]
    parts = desk()
    try:
        resignations.read_resignation(
            by_office(request.form, account, parts.today()), today=parts.today(), practice=parts.practice,
            number=account.customer_number, rules=rules, last_day=of_today,
        )  # fmt: skip
    except EntryProblems as error:
        return error.problems
    return []


def _page(form: Any, problems: Sequence[Problem] = (), rows: Sequence[Row] = ()) -> str:
    good = sum(row.flaw is None for row in rows)
    lines = [Line(row.name, row.account.display_name if row.account else "", _wrong(row)) for row in rows]
    return render_template(
        "resignations/many.html",
        form=form,
        links=show_problems(form, problems),
        why=[cell_of(form, field, BY_NAME[field.name]) for field in paper.WHY],
        names=Cell(form[NAMES], BY_NAME[NAMES], is_area=True),
        lines=lines,
        seen=SEEN.join(row.name for row in rows),
        button=ngettext("Record %(num)d case", "Record %(num)d cases", good) if good and not problems else "",
    )


def _wrong(row: Row) -> str:
    return word(row.flaw) if row.flaw else ""
