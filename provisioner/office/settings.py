"""The office's own choices kept in the database: typed, with defaults (docs/rules.md), and its calendar."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel, ValidationError
from sqlalchemy.orm import Session

from provisioner.database import insert_or_update
from provisioner.office.rules import OfficeRules
from provisioner.office.tables import ClosedDay, OfficeSetting
from provisioner.office.working_days import Calendar

LONGEST_REASON = 120
IN_FORCE = "the office's rules and closed days"
"""Under this name a session remembers what it has read."""
InForce = tuple[OfficeRules, Mapping[date, str]]
KEPT = sa.select(OfficeSetting.name, OfficeSetting.value, sa.cast(sa.null(), sa.Date).label("day")).union_all(
    sa.select(ClosedDay.reason, sa.cast(sa.null(), sa.JSON), ClosedDay.day)
)


class UnknownSetting(KeyError):
    """There is no such setting of the office."""


class InvalidSetting(ValueError):
    """The value does not fit; the message says what would, `code` is the model's own name for what is wrong."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code


class SeenAnother(Exception):
    """The setting has another value than the one somebody decided from."""


def rules(session: Session) -> OfficeRules:
    """The rules in force; one transaction reads them once, and the closed days with them in the same statement."""
    return _in_force(session)[0]


def _in_force(session: Session) -> InForce:
    if IN_FORCE not in session.info:
        rows = session.connection().execute(KEPT).all()
        session.info[IN_FORCE] = (
            OfficeRules(**{name: value for name, value, day in rows if day is None}),
            {day: reason for reason, _, day in rows if day is not None},
        )
    found: InForce = session.info[IN_FORCE]
    return found


def calendar_in_force(session: Session) -> Calendar:
    """The calendar by the rules in force."""
    return calendar(session, rules(session))


def calendar(session: Session, by: OfficeRules) -> Calendar:
    """The office's closed days over the statutory ones, by these rules."""
    return Calendar(_in_force(session)[1], by.saturday_is_working, by.closed_days_stop_clock)


def alone(session: Session) -> None:
    """Nobody else changes a setting until the end of this transaction: two may be right apart and wrong together."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.text("LOCK TABLE office_setting IN SHARE ROW EXCLUSIVE MODE"))
    session.info.pop(IN_FORCE, None)


def tried(session: Session, name: str, value: Any) -> OfficeRules:
    """The rules as they would be with this value for one of them. Raises UnknownSetting, InvalidSetting."""
    if name not in OfficeRules.model_fields:
        raise UnknownSetting(name)
    try:
        return OfficeRules.model_validate({**rules(session).model_dump(mode="json"), name: value})
    except ValidationError as error:
        first = error.errors()[0]
        raise InvalidSetting(first["msg"], first["type"]) from error


def plain(rules: OfficeRules, name: str) -> Any:
    """The value of one rule as it is kept: text, number, yes or no, or a list."""
    return rules.model_dump(mode="json", include={name})[name]


def mark(value: Any) -> str:
    """A short name of a value, by which a form tells from which one somebody decided."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]


def put(session: Session, name: str, value: Any, *, seen: str | None = None) -> tuple[Any, Any]:
    """Set one rule, checked by its type; gives the old and the new value.

    What equals its default is not kept. With `seen`, the `mark` of a value, no other one is written over. Raises
    UnknownSetting, InvalidSetting, SeenAnother.
    """
    alone(session)
    after = plain(tried(session, name, value), name)
    before = plain(rules(session), name)
    if seen is not None and seen != mark(before):
        raise SeenAnother(name)
    if after == plain(OfficeRules(), name):
        session.execute(sa.delete(OfficeSetting).where(OfficeSetting.name == name))
    else:
        new = insert_or_update(session, OfficeSetting).values(name=name, value=after)
        session.execute(new.on_conflict_do_update(index_elements=["name"], set_={"value": new.excluded.value}))
    session.info.pop(IN_FORCE, None)
    return before, after


def change(session: Session, name: str, text: str) -> tuple[Any, Any]:
    """Set one rule from its text; gives the old and the new value. Raises UnknownSetting, InvalidSetting."""
    return put(session, name, read(name, text))


def read(name: str, text: str) -> Any:
    """A text as its rule understands it: JSON where the default is made of rows, words and commas for a list.

    Raises UnknownSetting, InvalidSetting.
    """
    if name not in OfficeRules.model_fields:
        raise UnknownSetting(name)
    default = OfficeRules.model_fields[name].get_default()
    if not isinstance(default, tuple):
        return text
    if not isinstance(default[0], BaseModel):
        return [part.strip() for part in text.split(",") if part.strip()]
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise InvalidSetting(f"not JSON: {error}", "json") from error


def close(session: Session, day: date, reason: str) -> None:
    """Add or rename a closed day."""
    new = insert_or_update(session, ClosedDay).values(day=day, reason=reason[:LONGEST_REASON])
    session.execute(new.on_conflict_do_update(index_elements=["day"], set_={"reason": new.excluded.reason}))
    session.info.pop(IN_FORCE, None)


def reopen(session: Session, day: date) -> bool:
    """Remove a closed day; False when it was none."""
    gone = session.execute(sa.delete(ClosedDay).where(ClosedDay.day == day).returning(ClosedDay.day)).first()
    session.info.pop(IN_FORCE, None)
    return gone is not None
