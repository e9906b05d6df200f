"""The one door through which a setting of the office changes."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from provisioner import journal, office
from provisioner.administration.effects import effect
from provisioner.journal.events import Event

OBJECT = "office"


def set_rule(
    session: Session, name: str, value: Any, *, actor: str, at: datetime, seen: str | None = None
) -> tuple[Any, Any]:
    """Set one rule and write it down with its old and new value and how many cases it touches; gives both values.

    With `seen`, the `office.mark` of a value, it changes only what somebody saw. Where nothing changes, nothing is
    written. Raises UnknownSetting, InvalidSetting, SeenAnother.
    """
    office.alone(session)
    found = effect(session, name, office.tried(session, name, value), at=at)
    before, after = office.put(session, name, value, seen=seen)
    if before != after:
        journal.record(
            session, Event.SETTING_CHANGED, at=at, actor=actor, object_type=OBJECT, object_id=name, before=before,
            after=after, **found.counts(),
        )  # fmt: skip
    return before, after
