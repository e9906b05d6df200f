"""The office's own choices kept in the database: typed, with defaults (docs/rules.md), and its calendar."""

import json
from datetime import date
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel, ValidationError
from sqlalchemy.orm import Session

from provisioner.database import insert_or_update
from provisioner.office.choices import OfficeRules
from provisioner.office.tables import ClosedDay, OfficeSetting
from provisioner.office.working_days import Calendar

LONGEST_REASON = 120
RULES, CLOSED = "office rules", "office closed days"
"""Under these names a session remembers what it has read."""


class UnknownSetting(KeyError):
    """There is no such setting of the office."""


class InvalidSetting(ValueError):
    """The value does not fit; the message says what would."""


def rules(session: Session) -> OfficeRules:
    """The rules in force; one transaction reads them once."""
    found: OfficeRules | None = session.info.get(RULES)
    if found is None:
        found = OfficeRules(**{row.name: row.value for row in session.scalars(sa.select(OfficeSetting))})
        session.info[RULES] = found
    return found


def calendar_in_force(session: Session) -> Calendar:
    """The calendar by the rules in force, both read in one statement where neither is known yet."""
    if RULES not in session.info and CLOSED not in session.info:
        settings = sa.select(OfficeSetting.name, OfficeSetting.value, sa.cast(sa.null(), sa.Date).label("day"))
        closed = sa.select(ClosedDay.reason, sa.cast(sa.null(), sa.JSON), ClosedDay.day)
        rows = session.execute(settings.union_all(closed)).all()
        session.info[RULES] = OfficeRules(**{name: value for name, value, day in rows if day is None})
        session.info[CLOSED] = {day: reason for reason, _, day in rows if day is not None}
    return calendar(session, rules(session))


def calendar(session: Session, rules: OfficeRules) -> Calendar:
    """The calendar in force: the office's closed days over the statutory one; one transaction reads them once."""
    closed: dict[date, str] | None = session.info.get(CLOSED)
    if closed is None:
        closed = session.info[CLOSED] = {row.day: row.reason for row in session.scalars(sa.select(ClosedDay))}
    return Calendar(closed, rules.saturday_is_working, rules.closed_days_stop_clock)


def change(session: Session, name: str, text: str) -> tuple[Any, Any]:
    """Set one rule from its text, checked by its type; gives the old and the new value.

    Raises UnknownSetting, InvalidSetting.
    """
    if name not in OfficeRules.model_fields:
        raise UnknownSetting(name)
    before = rules(session).model_dump(mode="json")
    try:
        after = OfficeRules.model_validate({**before, name: _read(name, text)}).model_dump(mode="json")
    except json.JSONDecodeError as error:
        raise InvalidSetting(f"not JSON: {error}") from error
    except ValidationError as error:
        raise InvalidSetting(error.errors()[0]["msg"].removeprefix("Value error, ")) from error
    new = insert_or_update(session, OfficeSetting).values(name=name, value=after[name])
    session.execute(new.on_conflict_do_update(index_elements=["name"], set_={"value": new.excluded.value}))
    session.info.pop(RULES, None)
    return before[name], after[name]


def _read(name: str, text: str) -> Any:
    """A text as its rule understands it: JSON where the default is made of rows, words and commas for a list."""
    default = OfficeRules.model_fields[name].get_default()
    if not isinstance(default, tuple):
        return text
    if isinstance(default[0], BaseModel):
        return json.loads(text)
    return [part.strip() for part in text.split(",") if part.strip()]


def close(session: Session, day: date, reason: str) -> None:
    """Add or rename a closed day."""
    new = insert_or_update(session, ClosedDay).values(day=day, reason=reason[:LONGEST_REASON])
    session.execute(new.on_conflict_do_update(index_elements=["day"], set_={"reason": new.excluded.reason}))
    session.info.pop(CLOSED, None)


def reopen(session: Session, day: date) -> bool:
    """Remove a closed day; False when it was none."""
    found = session.get(ClosedDay, day)
    if found is not None:
        session.delete(found)
        session.info.pop(CLOSED, None)
    return found is not None
