"""The one door by which a mail that left is kept on its case."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.mail.tables import SentMail
from provisioner.outside.ports import Mail

MAIL = "mail"
"""In the details of a line of the journal: the number of the mail it tells of."""
KEPT = sa.insert(SentMail).returning(SentMail.id)


def keep(session: Session, case_id: UUID, mail: Mail, *, at: datetime) -> dict[str, int]:
    """Keep the words of an accepted mail, without its secrets; gives what the line of the journal tells of it."""
    sent = {
        "case_id": case_id, "address": mail.to, "language": mail.language, "subject": mail.subject, "text": mail.kept,
        "sent_at": at,
    }  # fmt: skip
    return {MAIL: session.connection().execute(KEPT, sent).scalar_one()}
