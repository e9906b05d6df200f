"""What is kept sealed of a paper, as the case page shows it: a mask with its words, and how it comes to be shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from provisioner.applications.case import Case
from provisioner.cases.sealed.revealing import REASON
from provisioner.entry.masks import ending
from provisioner.staff.roles import Action
from provisioner.web.gate.access import Me
from provisioner.web.pages.case.decision.form import Trouble
from provisioner.web.words.paper.fields import label
from provisioner.web.words.translate import _, _l

REASONS = (
    _l("comparison with the paper"),
    _l("the customer asks about it at the counter"),
    _l("two customers have to be told apart"),
    _l("an authority asks by law"),
)
"""What is proposed as a reason; another can be typed."""


@dataclass(frozen=True)
class RevealForm:
    """A button for each answer (its field and what the button says), one reason for them, what was typed for it.

    `seen` is how often an answer of the case was shown before, so that the page loaded again shows nothing.
    """

    buttons: Sequence[tuple[str, str]]
    reasons: Sequence[str]
    seen: int
    typed: str
    wrong: str

    @property
    def begun(self) -> bool:
        """Whether something was typed already, or is wrong."""
        return bool(self.typed or self.wrong)


def spoken(mask: str) -> str:
    """The mask for those who hear the page."""
    end = ending(mask)
    return _("hidden, ends in %(end)s", end=end) if end else _("hidden; it cannot be opened")


def reveal_form(found: Case, person: Me, trouble: Trouble) -> RevealForm | None:
    """The form for whoever may see what is sealed, where something is."""
    if not found.masks or not person.may(Action.REVEAL):
        return None
    return RevealForm(
        [(field, _("Show %(what)s", what=label(field))) for field in found.masks],
        [str(one) for one in REASONS],
        found.revealed,
        trouble.typed.get(REASON, ""),
        trouble.at(REASON),
    )
