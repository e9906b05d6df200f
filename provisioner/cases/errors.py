"""Why a use case said no; each carries what the page needs to say what to do next."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from provisioner.cases.hindrances import Hindrance
from provisioner.cases.status import CaseStatus


class UnknownCase(LookupError):
    """There is no such case."""


class FasterColleague(Exception):
    """The case has changed since the page was shown; says who did what and when, where that is known."""

    def __init__(self, status: CaseStatus, who: str, at: datetime | None) -> None:
        super().__init__(status.value)
        self.status = status
        self.who = who
        self.at = at


class DecisionWaits(FasterColleague):
    """Somebody has decided the case, and it changes no more while that waits; `status` is what was decided."""

    def __init__(self, status: CaseStatus, who: str, at: datetime, until: datetime) -> None:
        super().__init__(status, who, at)
        self.until = until


class OwnEntry(Exception):
    """The person who recorded or completed a case may not decide it (P6)."""


class NotApprovable(Exception):
    """Something on the paper makes approval impossible (P7)."""

    def __init__(self, hindrances: Sequence[Hindrance]) -> None:
        super().__init__(", ".join(h.kind for h in hindrances))
        self.hindrances = list(hindrances)


class OtherContent(Exception):
    """This very form was recorded before, with other content; nothing of what is typed now is saved."""

    def __init__(self, case_id: UUID, number: str) -> None:
        super().__init__(number)
        self.case_id = case_id
        self.number = number


class FormWithdrawn(OtherContent):
    """This very form was recorded before and its case is withdrawn; nothing of what is typed now is saved."""
