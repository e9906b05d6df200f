"""Incidents: login details that went to the wrong person, and the hours in which the office must act (art. 33 GDPR)."""

from provisioner.incidents.assess import assess, close
from provisioner.incidents.errors import AssessmentProblems, ChangedMeanwhile, NoSuchIncident
from provisioner.incidents.open import open_incident, opened_by, reportable, reportable_now
from provisioner.incidents.past import keep_past

__all__ = [
    "AssessmentProblems", "ChangedMeanwhile", "NoSuchIncident", "assess", "close", "keep_past", "open_incident",
    "opened_by", "reportable", "reportable_now",
]  # fmt: skip
