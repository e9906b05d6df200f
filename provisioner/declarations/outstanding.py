"""Accounts whose customer has not accepted the Regulamin in force (`reacceptance_on_new_version`)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from provisioner import forms
from provisioner.accounts.listing import Place, every_oldest_first, oldest_first
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.applications.tables import Application
from provisioner.cases.status import OPEN_CASES, CaseStatus
from provisioner.cases.tables import Case
from provisioner.declarations.rules import DeclarationKind
from provisioner.declarations.tables import Declaration, RegulaminCall
from provisioner.forms.tables import FormEdition
from provisioner.office import OfficeRules
from provisioner.office.time import office_date

USED = (AccountStatus.NOTIFIED, AccountStatus.ACTIVATED, AccountStatus.CHANGING, AccountStatus.EXPIRED)
"""Whose customer has had a mail with login details and may log in: nobody else is asked to go on using an account."""


@dataclass(frozen=True)
class Waiting:
    """An account, the Regulamin it was opened under, when its customer was asked, and whether a paper lies here."""

    account: Account
    opened_under: str
    asked_at: datetime | None
    filed: bool

    def until(self, rules: OfficeRules) -> date | None:
        """The last day for accepting; none before somebody has asked."""
        return last_day(self.asked_at, rules) if self.asked_at else None


@dataclass(frozen=True)
class Outstanding:
    """A page of them, in the order of approval; `rest` is where the list goes on, `since` when the Regulamin came into
    force, `unasked` how many were not asked yet.
    """

    version: str
    since: date
    waiting: Sequence[Waiting]
    unasked: int
    rest: Place | None


def outstanding(session: Session, *, today: date, after: Place | None = None) -> Outstanding:
    """Who has still to accept it."""
    version = forms.current(session, today).regulamin_version
    found, rest = oldest_first(session, _listed(version), after)
    unasked = sa.select(sa.func.count(Account.id)).where(to_be_asked(version))
    return Outstanding(
        version, in_force_since(session, version), [Waiting(*row) for row in found], session.scalars(unasked).one(),
        rest,
    )  # fmt: skip


def every(session: Session, *, today: date) -> Iterator[Waiting]:
    """All of them."""
    for row in every_oldest_first(session, _listed(forms.current(session, today).regulamin_version)):
        yield Waiting(*row)


def last_day(asked_at: datetime, rules: OfficeRules) -> date:
    """Until when somebody who was asked then has time to accept."""
    return office_date(asked_at) + timedelta(days=rules.reacceptance_days)


def in_force_since(session: Session, version: str) -> date:
    """The first day of the first edition of the form that names this Regulamin; a later one changes only the form."""
    return session.scalars(
        sa.select(sa.func.min(FormEdition.valid_from)).where(FormEdition.regulamin_version == version)
    ).one()


def unaccepted(version: str) -> sa.ColumnElement[bool]:
    """Whether the customer of an account in use has still to accept this Regulamin.

    By tables and not by classes: of the papers nothing else is wanted.
    """
    first, edition = Application.__table__.c, FormEdition.__table__.c
    opened = (
        sa.select(first.id)
        .join(FormEdition.__table__, edition.id == first.edition_id)
        .where(first.id == Account.case_id, edition.regulamin_version != version)
    )
    accepted = _papers(version, [CaseStatus.APPROVED])
    return sa.and_(Account.status.in_(USED), Account.mails_begun > 0, opened.exists(), ~accepted.exists())


def to_be_asked(version: str) -> sa.ColumnElement[bool]:
    """Whether a mail would be news: nobody has asked the customer yet, and no paper of theirs waits here."""
    return sa.and_(
        unaccepted(version), ~_calls(version, RegulaminCall.id).exists(), ~_papers(version, sorted(OPEN_CASES)).exists()
    )


def _calls(version: str, chosen: Any) -> sa.Select[Any]:
    """What was asked of an account's customer for this Regulamin, in whichever edition of the form."""
    edition = FormEdition.__table__
    return (
        sa.select(chosen)
        .join(edition, edition.c.id == RegulaminCall.edition_id)
        .where(RegulaminCall.account_id == Account.id, edition.c.regulamin_version == version)
        .correlate(Account)
    )


def _papers(version: str, statuses: Sequence[CaseStatus]) -> sa.Select[object]:
    declared, case, edition = Declaration.__table__.c, Case.__table__.c, FormEdition.__table__.c
    return (
        sa.select(declared.id)
        .join(Case.__table__, case.id == declared.id)
        .join(FormEdition.__table__, edition.id == declared.edition_id)
        .where(declared.account_id == Account.id, declared.kind == DeclarationKind.REGULAMIN)
        .where(case.status.in_(statuses), edition.regulamin_version == version)
    )


def _listed(version: str) -> sa.Select[Account, str, datetime | None, bool]:
    asked_at = _calls(version, sa.func.max(RegulaminCall.asked_at)).scalar_subquery()
    opened: type[FormEdition] = aliased(FormEdition)
    return (
        sa.select(Account, opened.regulamin_version, asked_at, _papers(version, sorted(OPEN_CASES)).exists())
        .join(Application.__table__, Application.__table__.c.id == Account.case_id)
        .join(opened, opened.id == Application.__table__.c.edition_id)
        .where(unaccepted(version))
    )
