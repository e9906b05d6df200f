"""What one person proposes for an account and another confirms: an address while nobody uses it, a mandate (R5, P6)."""

from provisioner.corrections.decide import confirm, reject
from provisioner.corrections.errors import (
    AlreadyProposed,
    CorrectionProblems,
    NoSuchCorrection,
    NotCompared,
    NotOpen,
    OwnProposal,
)
from provisioner.corrections.propose import kinds_for, propose, propose_extension, propose_mandate

__all__ = [
    "AlreadyProposed", "CorrectionProblems", "NoSuchCorrection", "NotCompared", "NotOpen", "OwnProposal", "confirm",
    "kinds_for", "propose", "propose_extension", "propose_mandate", "reject",
]  # fmt: skip
