"""Why a proposal or a decision on it was not taken."""

from datetime import datetime

from provisioner.corrections.rules import CorrectionStatus
from provisioner.entry.reader import EntryProblems


class CorrectionProblems(EntryProblems):
    """Everything that is wrong with a proposal, in the order of its form."""


class AlreadyProposed(Exception):
    """A proposal for this account waits already."""


class NoSuchCorrection(LookupError):
    """There is no such proposal."""


class NotOpen(Exception):
    """Somebody has decided on the proposal: who, how and when."""

    def __init__(self, status: CorrectionStatus, who: str, at: datetime | None) -> None:
        super().__init__(status.value)
        self.status = status
        self.who = who
        self.at = at


class OwnProposal(Exception):
    """Whoever proposed a correction may not confirm it (P6)."""


class NotCompared(Exception):
    """Nobody has said that the address was compared with the paper that it stands on."""
