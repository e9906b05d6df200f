"""The journal: one line for each change of state, in the transaction of the change (P8)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from provisioner.journal.events import Event
from provisioner.journal.tables import AuditEntry, AuditValue

WORKER = "worker"
OPERATOR = "operator"
Values = Mapping[str, tuple[str, str]]
"""What fields said before and say after a change, by their names."""


def staff(staff_id: UUID) -> str:
    """How a member of staff is named as an actor."""
    return f"staff:{staff_id}"


def staff_id(actor: str) -> UUID | None:
    """The member of staff behind an actor, or None for the worker and operators."""
    kind, _, value = actor.partition(":")
    return UUID(value) if kind == "staff" else None


def record(
    session: Session,
    event: Event,
    *,
    at: datetime,
    actor: str,
    object_type: str,
    object_id: object,
    values: Values | None = None,
    **details: Any,
) -> None:
    """Write one line; `details` hold no personal data, only states, codes and names, `values` may and can be erased."""
    said = [AuditValue(field=name, before=before, after=after) for name, (before, after) in (values or {}).items()]
    session.add(
        AuditEntry(
            at=at, actor=actor, event=event, object_type=object_type, object_id=str(object_id),
            details=dict(details), values=said,
        )
    )  # fmt: skip
