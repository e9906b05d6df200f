"""What an approver decides about a case."""

from dataclasses import dataclass

from provisioner.cases.status import CaseStatus


@dataclass(frozen=True)
class Verdict:
    """Where a decision leads, about the case as it was seen (`revision`), and why where a reason is asked for."""

    status: CaseStatus
    revision: int
    reason: str = ""
