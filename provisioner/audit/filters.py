"""What a reader of the journal asks for, as conditions on its lines."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.accounts.tables import Account
from provisioner.cases.erased import objects_of
from provisioner.cases.tables import Case
from provisioner.cases.viewing import LOOKED_AT
from provisioner.journal.events import Event
from provisioner.journal.tables import AuditEntry
from provisioner.office.time import OFFICE_TIME

OF_A_CASE = ("application", "account", LOOKED_AT)
"""The kinds of lines that are about a case: it, its account, who looked at it."""
OF_THE_OFFICE = "office"
"""That of lines about a setting."""


class UnknownCase(LookupError):
    """No case has this number."""


@dataclass(frozen=True)
class Filters:
    """All that is empty asks for nothing; days are the office's, both ends belong to the time asked for.

    `actor` is written as in the journal, `case_number` stands for the case, its account and who looked at it, `setting`
    for the changes of one setting of the office.
    """

    actor: str = ""
    event: Event | None = None
    kind: str = ""
    case_number: str = ""
    setting: str = ""
    first: date | None = None
    last: date | None = None

    @property
    def any(self) -> bool:
        """Whether not every line is asked for."""
        return self != Filters()

    def conditions(self, session: Session) -> list[sa.ColumnElement[bool]]:
        """For a WHERE. Raises UnknownCase."""
        objects = _objects(session, self.case_number) if self.case_number else None
        return list(self._conditions(objects))

    def _conditions(self, objects: list[str] | None) -> Iterator[sa.ColumnElement[bool]]:
        if self.actor:
            yield AuditEntry.actor == self.actor
        if self.event:
            yield AuditEntry.event == self.event
        if self.kind:
            yield AuditEntry.object_type == self.kind
        if objects is not None:
            yield AuditEntry.object_type.in_(OF_A_CASE)
            yield AuditEntry.object_id.in_(objects)
        if self.setting:
            yield AuditEntry.event == Event.SETTING_CHANGED
            yield AuditEntry.object_type == OF_THE_OFFICE
            yield AuditEntry.object_id == self.setting
        if self.first:
            yield AuditEntry.at >= _midnight(self.first)
        if self.last:
            yield AuditEntry.at < _midnight(self.last + timedelta(days=1))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), OFFICE_TIME)


def _objects(session: Session, number: str) -> list[str]:
    cases = sa.select(Case.id).where(Case.number == number)
    accounts = sa.select(Account.id).where(Account.case_number == number)
    found = [str(one) for one in session.scalars(cases.union_all(accounts))] or list(objects_of(session, number))
    if not found:
        raise UnknownCase(number)
    return found
