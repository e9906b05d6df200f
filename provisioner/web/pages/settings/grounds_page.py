"""The grounds on which an account is ended, as a table; each row has a form of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template

from provisioner.office.grounds import DeletionGround
from provisioner.staff.roles import Action
from provisioner.web.gate.access import myself
from provisioner.web.pages.settings.follows import Follows
from provisioner.web.pages.settings.view import OneRule
from provisioner.web.words.database import Said
from provisioner.web.words.language import language
from provisioner.web.words.office.rules import Unit
from provisioner.web.words.office.settings import counted
from provisioner.web.words.terms import word
from provisioner.web.words.translate import _


@dataclass(frozen=True)
class GroundLine:
    """One ground as staff read it."""

    code: str
    name: str
    asked_by: str
    basis: str
    proof: str
    told: str
    delay: str


def grounds_page(
    found: OneRule,
    value: Sequence[Mapping[str, Any]],
    *,
    fault: str = "",
    follows: Follows | None = None,
    trouble: Said | None = None,
    giving_up: str = "",
) -> str:
    """The table; with `follows` what would follow from giving up a ground, or from going back to the default."""
    if fault:
        trouble = _("Nothing is changed"), _("The last ground cannot be given up: without one no account could end.")
    return render_template(
        "settings/grounds.html",
        one=found,
        rows=[ground_line(DeletionGround.model_validate(row)) for row in value],
        follows=follows,
        giving_up=giving_up,
        trouble=trouble,
        may_edit=myself().may(Action.EDIT_SETTINGS),
        may_audit=myself().may(Action.AUDIT),
    )


def ground_line(one: DeletionGround) -> GroundLine:
    """One row in words."""
    return GroundLine(
        one.code,
        one.name(language()),
        ", ".join(word(asker) for asker in one.asked_by),
        one.basis or "–",
        _("yes") if one.proof else _("no"),
        _("yes") if one.told else _("no"),
        _("as in general") if one.delay_days is None else counted(one.delay_days, Unit.DAY),
    )
