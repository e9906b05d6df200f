"""Why an assessment was not taken."""

from datetime import datetime

from provisioner.entry.reader import EntryProblems
from provisioner.incidents.rules import IncidentStatus


class NoSuchIncident(LookupError):
    """There is no such incident."""


class AssessmentProblems(EntryProblems):
    """Everything that is wrong with an assessment, in the order of its form."""


class ChangedMeanwhile(Exception):
    """Somebody has assessed or closed the incident since the page was shown: who, when and where it stands."""

    def __init__(self, status: IncidentStatus, who: str, at: datetime | None) -> None:
        super().__init__(status.value)
        self.status = status
        self.who = who
        self.at = at
