"""A database whose clock the test holds."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from provisioner.database import Database


class ClockedDatabase(Database):
    """Every moment is the one the test has set."""

    moment = datetime.now(UTC)

    def now(self, session: Session) -> datetime:
        return self.moment
