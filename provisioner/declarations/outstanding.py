"""Accounts whose customer has not accepted the Regulamin in force (`reacceptance_on_new_version`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import forms
from provisioner.accounts.listing import PAGE, Place
from provisioner.accounts.rules import SETTLED
from provisioner.accounts.tables import Account
from provisioner.applications.tables import Application
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.declarations.rules import DeclarationKind
from provisioner.declarations.tables import Declaration, RegulaminCall
from provisioner.forms.tables import FormEdition
from provisioner.office import OfficeRules


@dataclass(frozen=True)
class Waiting:
    """An account, the Regulamin it was opened under, and when its customer was asked for the one in force."""

    account: Account
    opened_under: str
    asked_at: datetime | None


@dataclass(frozen=True)
class Outstanding:
    """A page of them, in the order of approval; `rest` is where the list goes on, `until` the last day for accepting
    the Regulamin in force, `unasked` how many were not asked yet.
    """

    edition: FormEdition
    until: date
    waiting: Sequence[Waiting]
    unasked: int
    rest: Place | None


def outstanding(session: Session, rules: OfficeRules, *, today: date, after: Place | None = None) -> Outstanding:
    """Who has still to accept it; those who cannot log in anyway are not asked."""
    now, order = forms.current(session, today), (Account.approved_at, Account.id)
    wanted = _listed(now)
    if after is not None:
        wanted = wanted.where(sa.tuple_(*order) > (after.approved_at, after.account_id))
    found = [Waiting(*row) for row in session.execute(wanted.order_by(*order).limit(PAGE + 1))]
    last = found[PAGE - 1].account if len(found) > PAGE else None
    return Outstanding(
        now, last_day(now, rules), found[:PAGE], session.scalars(_counted(now)).one(),
        Place(last.approved_at, last.id) if last else None,
    )  # fmt: skip


def last_day(edition: FormEdition, rules: OfficeRules) -> date:
    """Until when this edition's Regulamin is to be accepted."""
    return edition.valid_from + timedelta(days=rules.reacceptance_days)


def unaccepted(version: str) -> sa.ColumnElement[bool]:
    """Whether an account that somebody can log in to has still to accept this Regulamin.

    By tables and not by classes: of the papers nothing else is wanted.
    """
    first, declared, case, edition = (
        table.c for table in (Application.__table__, Declaration.__table__, Case.__table__, FormEdition.__table__)
    )
    opened = (
        sa.select(first.id)
        .join(FormEdition.__table__, edition.id == first.edition_id)
        .where(first.id == Account.case_id, edition.regulamin_version != version)
    )
    accepted = (
        sa.select(declared.id)
        .join(Case.__table__, case.id == declared.id)
        .join(FormEdition.__table__, edition.id == declared.edition_id)
        .where(declared.account_id == Account.id, declared.kind == DeclarationKind.REGULAMIN)
        .where(case.status == CaseStatus.APPROVED, edition.regulamin_version == version)
    )
    return sa.and_(Account.status.not_in(sorted(SETTLED)), opened.exists(), ~accepted.exists())


def uncalled(edition_id: int) -> sa.ColumnElement[bool]:
    """Whether the customer of an account was not asked yet."""
    called = sa.select(RegulaminCall.id).where(
        RegulaminCall.account_id == Account.id, RegulaminCall.edition_id == edition_id
    )
    return ~called.exists()


def _listed(now: FormEdition) -> sa.Select[Account, str, datetime | None]:
    call = sa.and_(RegulaminCall.account_id == Account.id, RegulaminCall.edition_id == now.id)
    return (
        sa.select(Account, FormEdition.regulamin_version, RegulaminCall.asked_at)
        .join(Application.__table__, Application.__table__.c.id == Account.case_id)
        .join(FormEdition, FormEdition.id == Application.__table__.c.edition_id)
        .outerjoin(RegulaminCall, call)
        .where(unaccepted(now.regulamin_version))
    )


def _counted(now: FormEdition) -> sa.Select[int]:
    return sa.select(sa.func.count(Account.id)).where(unaccepted(now.regulamin_version), uncalled(now.id))
