"""What the code on a form that was filled in at home does to the clerk's form: it fills fields, which are marked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from provisioner.applications.code import LETTER, Coded, NoCode, UnknownVersion, decoded
from provisioner.applications.paper import OWN_FIELDS, PROOF_KIND, PROOF_ON
from provisioner.entry.armour import Damaged
from provisioner.forms.tables import FormEdition
from provisioner.web.pages.intake.edition import EDITION
from provisioner.web.words.translate import _

CODE, FROM_CODE = "paper_code", "from_code"
"""Where a code is typed, and where the one that filled the form is carried along."""
SEEN_BY_THE_CLERK = (PROOF_KIND.name, PROOF_ON.name)
"""What a code announces and does not fill: whoever holds the paper that proves the mandate keys it in."""


@dataclass(frozen=True)
class CodeSaid:
    """What is said about a code, beside the field that takes it; `offered` is one that has filled nothing yet."""

    text: str
    wrong: bool = False
    filled: bool = True
    offered: str = ""


def filled(typed: Mapping[str, str], every: Sequence[FormEdition]) -> tuple[dict[str, str], CodeSaid]:
    """The form once a code has filled the customer's fields, and what to say; after a bad code it stays as it was.

    What else is typed stays: channel, dates and answers are no matter of the code.
    """
    values = {name: text for name, text in typed.items() if name != CODE}
    code = typed.get(CODE, "")
    try:
        found = decoded(code)
    except NoCode:
        return values, CodeSaid(_("This is no code of our form: scan the one that is printed on the paper"), wrong=True)
    except UnknownVersion:
        return values, CodeSaid(_("A newer version made this code: key the paper in by hand"), wrong=True)
    except Damaged:
        return values, CodeSaid(_("The code is damaged or incomplete: scan it again, or key the paper in"), wrong=True)
    edition = next((one for one in every if one.code == found.edition), None)
    named = {EDITION: str(edition.id)} if edition else {}
    return {**values, **_brought(found), **named, FROM_CODE: code}, CodeSaid(_said(found, edition, every[0]))


def filled_from_scan(
    typed: Mapping[str, str], every: Sequence[FormEdition], codes: Sequence[str], empty: Mapping[str, str]
) -> tuple[dict[str, str], CodeSaid]:
    """The form once the one code on a scan has filled it, and what to say; never over what was typed otherwise.

    `empty` is what a new form holds.
    """
    ours = _ours(codes)
    values = {name: text for name, text in typed.items() if name != CODE}
    if not ours:
        text = _("The scan is kept. No code of our form was found on it: key the paper in by hand.")
        return values, CodeSaid(text, filled=False)
    if len(ours) > 1:
        text = _(
            "The scan is kept. It holds several different codes, so none was used: is it the scan of several papers? "
            "Scan the code of this one, or key it in by hand."
        )
        return values, CodeSaid(text, filled=False)
    after, said = filled({**values, CODE: ours[0]}, every)
    if said.wrong:
        return values, replace(said, wrong=False, filled=False)
    if any(_differs(values, after, name, empty) for name in (one.name for one in OWN_FIELDS)):
        text = _(
            "The scan is kept. Its code says other things than what is typed here, so nothing was filled: compare, or "
            "fill from the code, which now stands in this field."
        )
        return values, CodeSaid(text, filled=False, offered=ours[0])
    return after, said


def _differs(values: Mapping[str, str], after: Mapping[str, str], name: str, empty: Mapping[str, str]) -> bool:
    there = values.get(name, "")
    return there not in ("", empty.get(name, ""), after.get(name, ""))


def _ours(codes: Sequence[str]) -> Sequence[str]:
    """The codes of ours; those that nobody here can read, damaged or of a later version, only where no other is."""
    whole, unread = [], []
    # Its first letter is lost by keyboards only.
    for code in (one for one in codes if one.startswith(LETTER)):
        try:
            decoded(code)
            whole.append(code)
        except NoCode:
            continue
        except (UnknownVersion, Damaged):
            unread.append(code)
    return whole or unread


def mark(form: Any) -> None:
    """Mark the fields that still hold what the code has put into them."""
    try:
        found = decoded(form[FROM_CODE].data or "")
    except (NoCode, UnknownVersion, Damaged):
        return
    for name, text in _brought(found).items():
        form[name].from_code = bool(text) and form[name].data == text


def _brought(found: Coded) -> dict[str, str]:
    return {name: text for name, text in found.typed.items() if name not in SEEN_BY_THE_CLERK}


def _said(found: Coded, edition: FormEdition | None, in_force: FormEdition) -> str:
    if edition is None:
        return _(
            "Filled from the code. It names the edition “%(code)s”, which is not known here: pick the one that is "
            "printed on the paper.",
            code=found.edition[: FormEdition.code.type.length],
        )
    if edition is not in_force:
        return _(
            "Filled from the code of the older edition %(code)s; its clauses are below. Compare all with the paper.",
            code=edition.code,
        )
    return _("Filled from the code. Compare it with the paper and answer the clauses as signed.")
