"""What the journal as a whole tells."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.journal.tables import AuditEntry


def began(session: Session) -> datetime | None:
    """The moment of its first line; nothing where it has none."""
    return session.scalar(sa.select(AuditEntry.at).order_by(AuditEntry.seq).limit(1))
