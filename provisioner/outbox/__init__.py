"""The outbox: work decided in a transaction, carried out later by whoever holds the lease; any kind on any subject."""

from provisioner.outbox.claims import Claim, claim
from provisioner.outbox.kinds import OFFICE, THE_OFFICE, Kind, Urgency
from provisioner.outbox.outcomes import (
    LeaseLost,
    await_repair,
    await_settling,
    extend,
    fail,
    finish,
    put_off,
    wait,
)
from provisioner.outbox.queueing import (
    call_off,
    call_off_all,
    cancel_open,
    ensure,
    hold,
    keep,
    put,
    supersede,
    sweep,
    wake,
)

__all__ = [
    "OFFICE",
    "THE_OFFICE",
    "Claim",
    "Kind",
    "LeaseLost",
    "Urgency",
    "await_repair",
    "await_settling",
    "call_off",
    "call_off_all",
    "cancel_open",
    "claim",
    "ensure",
    "extend",
    "fail",
    "finish",
    "hold",
    "keep",
    "put",
    "put_off",
    "supersede",
    "sweep",
    "wait",
    "wake",
]
