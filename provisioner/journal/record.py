"""The journal: one line for each change of state, in the transaction of the change (P8)."""

import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from provisioner.journal.chain import add, locked_head
from provisioner.journal.events import Event
from provisioner.journal.keeper import given_to, under
from provisioner.journal.tables import AuditEntry, AuditValue

SALT_BYTES = 32
WORKER = "worker"
OPERATOR = "operator"
READER = "reader"
"""Whoever reads the mailbox of an account, known by a link in a mail alone."""
Values = Mapping[str, tuple[str, str]]
"""What fields said before and say after a change, by their names."""


def staff(staff_id: UUID) -> str:
    """How a member of staff is named as an actor."""
    return f"staff:{staff_id}"


def staff_id(actor: str) -> UUID | None:
    """The member of staff behind an actor, or None for the worker and operators."""
    kind, _, value = actor.partition(":")
    return UUID(value) if kind == "staff" else None


RECEIVER = "receiver"
"""In the details of a line by which something is put to a colleague: whose id stands there."""


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
    said = [
        AuditValue(field=name, before=before, after=after, salt=secrets.token_hex(SALT_BYTES))
        for name, (before, after) in (values or {}).items()
    ]
    entry = AuditEntry(
        at=at, actor=actor, event=event, object_type=object_type, object_id=str(object_id),
        # As the database will give them back, so that they are hashed alike.
        details=json.loads(json.dumps(details)), values=said,
    )  # fmt: skip
    add(session, entry)


def begin(session: Session, *, at: datetime) -> None:
    """Make sure the journal is sealed: a first line under the key seals those before it, which had none.

    Raises WrongKey.
    """
    position, _, key_id = locked_head(session)
    under(given_to(session), key_id)
    if not key_id:
        record(
            session, Event.JOURNAL_SEALED, at=at, actor=OPERATOR, object_type="journal", object_id="journal",
            lines=position,
        )  # fmt: skip
