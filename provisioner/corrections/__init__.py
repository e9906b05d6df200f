"""Corrections of an account's address before its first login: one person proposes, another confirms (R5, P6)."""

from provisioner.corrections.decide import confirm, reject
from provisioner.corrections.errors import (
    AlreadyProposed,
    CorrectionProblems,
    NoSuchCorrection,
    NotCompared,
    NotOpen,
    OwnProposal,
)
from provisioner.corrections.propose import propose

__all__ = [
    "AlreadyProposed", "CorrectionProblems", "NoSuchCorrection", "NotCompared", "NotOpen", "OwnProposal", "confirm",
    "propose", "reject",
]  # fmt: skip
