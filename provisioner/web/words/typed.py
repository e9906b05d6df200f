"""What was typed into a form that can be sent no more, under its labels, to be copied.

Only what the office's own forms ask for is shown: no token, and no name that a stranger invented.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from provisioner.applications import paper
from provisioner.web.words.paper.changes import said
from provisioner.web.words.paper.fields import WORDS, label
from provisioner.web.words.translate import _l

REASONS: Mapping[str, Any] = {
    "missing": _l("What is missing"),
    "refuse_reason": _l("Reason for the refusal"),
    "withdraw_reason": _l("How the customer withdrew"),
    "close_reason": _l("Reason for closing"),
    "reject_reason": _l("Reason for rejecting"),
    "dismiss_reason": _l("Reason for dismissing"),
    "block_reason": _l("Reason for the block"),
    "take_back_reason": _l("Why the closing is undone"),
    "unblock_reason": _l("Reason for unblocking"),
    "revoke_reason": _l("Why the mandate has ended"),
    "incident_what": _l("What is known of it"),
    "measures": _l("What was done about it"),
    "scan_reason": _l("Why a scan was removed"),
    "date_reason": _l("Why the date received is corrected"),
    "hold_until": _l("Last day"),
    "hold_reason": _l("Reason for holding the data back"),
    "extend_reason": _l("Why the month is not enough"),
    "release_reason": _l("Reason for releasing the data"),
    "mandate_name": _l("Who acts for the customer"),
    "mandate_until": _l("Mandate valid until"),
    "mandate_proof": _l("By what paper"),
    "closed_reason": _l("Why the office is closed"),
    "handed_words": _l("Why it is handed over"),
    "asked_words": _l("Question"),
    "emergency_reason": _l("Why it cannot wait for somebody else"),
    "reveal_reason": _l("Why it is shown"),
    "review": _l("In words"),
    "person": _l("Customer number, login or e-mail"),
    "name": _l("First name and surname, or the company"),
    "view_name": _l("Name of the view"),
    "case_note": _l("Text of the note"),
    "return_outcome": _l("What was done about the return"),
}
"""The field of each decision's reason, or what else is typed for it, and what it is called."""
OF_PAPER = frozenset({paper.COPY_HANDED, *(field.name for field in WORDS)})


@dataclass(frozen=True)
class Typed:
    """One text with the label of its field."""

    label: str
    text: str


def reasons(typed: Mapping[str, str], *, but: Iterable[str] = ()) -> list[Typed]:
    """The reasons that were typed, without those that a form on the page holds already."""
    shown = set(but)
    return [
        Typed(str(words), typed[name])
        for name, words in REASONS.items()
        if name not in shown and typed.get(name, "").strip()
    ]


def everything(typed: Mapping[str, str]) -> list[Typed]:
    """All that a form may have asked for and that needs no look into the database: answers to clauses do."""
    return [*of_paper(typed, {}), *reasons(typed)]


def of_paper(typed: Mapping[str, str], clauses: Mapping[int, int]) -> list[Typed]:
    """What was typed of a paper, in its order; `clauses` gives the number of each clause by its id."""
    numbers = {f"{paper.CLAUSE}{one}": f"{paper.CLAUSE}{number}" for one, number in clauses.items()}
    asked = [(numbers.get(name, name), text) for name, text in typed.items() if name in OF_PAPER | set(numbers)]
    return [Typed(label(name), said(name, text)) for name, text in asked if text.strip()]
