"""What fields said beside lines of the journal is erased; the lines, their chain and what they commit to stay."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.journal.tables import AuditEntry, AuditValue


def forget(session: Session, types: Sequence[str], object_ids: Sequence[str]) -> int:
    """Erase what was said beside the lines about these objects; gives how many values. Their erasure must be noted."""
    about = sa.select(AuditEntry.seq).where(AuditEntry.object_type.in_(types), AuditEntry.object_id.in_(object_ids))
    gone = sa.delete(AuditValue).where(AuditValue.entry_seq.in_(about)).execution_options(synchronize_session=False)
    return int(session.execute(gone).rowcount)  # type: ignore[attr-defined]
