"""The one door through which a text of the office's gets other words."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from provisioner import journal, wording
from provisioner.administration.setting import OBJECT
from provisioner.journal.events import Event
from provisioner.mail.language import Language
from provisioner.mail.wording import Said
from provisioner.wording import Version


def reword(
    session: Session, name: str, said: Mapping[Language, Said], *, seen: int, actor: str, at: datetime
) -> tuple[Version, Version]:
    """Let a text say this, with a line that holds its own words before and after; gives both versions.

    Where nothing changes, nothing is written. Raises UnknownText, TextChanged.
    """
    before, after = wording.put(session, name, said, seen=seen)
    if before != after:
        journal.record(
            session, Event.TEXT_REWORDED, at=at, actor=actor, object_type=OBJECT, object_id=name,
            before=before.own, after=after.own, version=after.number,
        )  # fmt: skip
    return before, after
