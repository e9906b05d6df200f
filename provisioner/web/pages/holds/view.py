"""What is shown of the hold on a case."""

from dataclasses import dataclass
from uuid import UUID

from provisioner.cases.tables import Case
from provisioner.web.pages.case.personal import Standing, standing


@dataclass(frozen=True)
class HoldView:
    """A case and the hold that stands on it, if any."""

    case_id: UUID
    number: str
    customer: str
    standing: Standing | None


def view(case: Case) -> HoldView:
    """The case for this page."""
    return HoldView(case.id, case.number, case.display_name, standing(case.hold) if case.hold else None)
