"""The form of one ground on which an account is ended: added, changed, given up (R8)."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import abort, render_template, request, url_for
from pydantic import ValidationError

from provisioner import office
from provisioner.administration.effects import GROUNDS
from provisioner.entry.texts import readable
from provisioner.office.declared import Kind, declared
from provisioner.office.grounds import DeletionGround
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.settings.blueprint import blueprint
from provisioner.web.pages.settings.change import Answer, changed
from provisioner.web.pages.settings.follows import Follows
from provisioner.web.pages.settings.form import Control, Typed, as_typed, control, read
from provisioner.web.pages.settings.grounds_page import grounds_page
from provisioner.web.pages.settings.view import one_rule
from provisioner.web.words.database import Said
from provisioner.web.words.office.settings import wrong
from provisioner.web.words.paper.grounds import FIELDS

Row = Mapping[str, Any]
CODE = "code"
DECLARED = {name: declared(DeletionGround, name) for name in FIELDS}


@blueprint.get("/settings/deletion_grounds/new")
@needs(Action.READ_SETTINGS)
def new_ground() -> str:
    """An empty form."""
    return ground_form("", {"proof": False, "told": True})


@blueprint.get("/settings/deletion_grounds/rows/<code>")
@needs(Action.READ_SETTINGS)
def ground(code: str) -> str:
    """One ground in its form."""
    return ground_form(code, _row(_rows(), code))


@blueprint.post("/settings/deletion_grounds/new")
@needs(Action.EDIT_SETTINGS)
def add_ground() -> Answer:
    """Add one at the end."""
    typed = request.form.to_dict()
    values, errors = _read(typed)
    if errors:
        return ground_form("", {}, typed, errors=errors), 400
    return changed(GROUNDS, [*_rows(), values], lambda **said: ground_form("", {}, typed, **said))


@blueprint.post("/settings/deletion_grounds/rows/<code>")
@needs(Action.EDIT_SETTINGS)
def change_ground(code: str) -> Answer:
    """Put another row in its place; its code stays, for papers name it."""
    rows, typed = _rows(), request.form.to_dict() | {CODE: code}
    values, errors = _read(typed)
    if errors:
        return ground_form(code, {}, typed, errors=errors), 400
    # Where a colleague has given it up meanwhile, that is told, and what was typed is not lost.
    replaced = [values if row[CODE] == code else row for row in rows]
    if values not in replaced:
        replaced.append(values)
    return changed(GROUNDS, replaced, lambda **said: ground_form(code, {}, typed, **said))


@blueprint.post("/settings/deletion_grounds/rows/<code>/give-up")
@needs(Action.EDIT_SETTINGS)
def give_up(code: str) -> Answer:
    """Take one away: no new paper may name it."""
    rows = _rows()

    def shown(**said: Any) -> str:
        with desk().database.reading() as db:
            return grounds_page(one_rule(db, GROUNDS), rows, giving_up=code, **said)

    return changed(GROUNDS, [row for row in rows if row[CODE] != code], shown)


def _rows() -> Sequence[Row]:
    with desk().database.reading() as db:
        found: Sequence[Row] = office.plain(office.rules(db), GROUNDS)
        return found


def _row(rows: Sequence[Row], code: str) -> Row:
    return next((row for row in rows if row[CODE] == code), None) or abort(404)


def _read(typed: Typed) -> tuple[dict[str, Any], dict[str, str]]:
    """The row that was typed, and by field the code of what is wrong with it."""
    values = {name: read(one, typed) for name, one in DECLARED.items()}
    texts = (name for name, one in DECLARED.items() if one.kind is Kind.TEXT)
    errors = {name: found for name in texts if (found := readable(values[name]))}
    try:
        values = DeletionGround.model_validate(values).model_dump(mode="json")
    except ValidationError as error:
        errors = {str(one["loc"][0]): one["type"] for one in reversed(error.errors())} | errors
    return values, errors


def ground_form(
    code: str,
    row: Row,
    typed: Typed | None = None,
    *,
    errors: Mapping[str, str] | None = None,
    fault: str = "",
    follows: Follows | None = None,
    trouble: Said | None = None,
) -> str:
    """The form of a row; a new one, without a `code` yet, asks for it as well."""
    with desk().database.reading() as db:
        found = one_rule(db, GROUNDS)
    controls = _controls(row, typed, {"code": fault} if fault else errors or {})
    shown = [one for one in controls if not (code and one.name == CODE)]
    where = url_for("settings.change_ground", code=code) if code else url_for("settings.add_ground")
    return render_template(
        "settings/ground.html",
        one=found,
        code=code,
        where=where,
        controls=shown,
        links=[(one.target, f"{one.label}: {one.error}") for one in shown if one.error],
        follows=follows,
        trouble=trouble,
        may_edit=myself().may(Action.EDIT_SETTINGS),
    )


def _controls(row: Row, typed: Typed | None, errors: Mapping[str, str]) -> list[Control]:
    return [
        control(
            one,
            str(FIELDS[name].label),
            str(FIELDS[name].hint),
            as_typed(one, row.get(name, () if one.kind is Kind.SOME_OF else None)) if typed is None else typed,
            wrong(one, errors[name]) if name in errors else "",
        )
        for name, one in DECLARED.items()
    ]
