"""Why an assessment was not taken."""

from collections.abc import Sequence
from datetime import datetime

from provisioner.entry.reader import Problem
from provisioner.incidents.rules import IncidentStatus


class NoSuchIncident(LookupError):
    """There is no such incident."""


class AssessmentProblems(Exception):
    """Everything that is wrong with an assessment, in the order of its form."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(", ".join(f"{one.field}:{one.code}" for one in problems))
        self.problems = list(problems)


class ChangedMeanwhile(Exception):
    """Somebody has assessed or closed the incident since the page was shown: who, when and where it stands."""

    def __init__(self, status: IncidentStatus, who: str, at: datetime | None) -> None:
        super().__init__(status.value)
        self.status = status
        self.who = who
        self.at = at
