"""The outbox: work decided in a transaction, carried out later by whoever holds the lease."""

from provisioner.outbox.claims import (
    Claim,
    LeaseLost,
    await_repair,
    cancel_open,
    claim,
    extend,
    fail,
    finish,
    hold,
    put,
    put_off,
    wait,
    wake,
)

__all__ = [
    "Claim",
    "LeaseLost",
    "await_repair",
    "cancel_open",
    "claim",
    "extend",
    "fail",
    "finish",
    "hold",
    "put",
    "put_off",
    "wait",
    "wake",
]
