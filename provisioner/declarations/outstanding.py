"""Accounts whose customer has not accepted the Regulamin in force (`reacceptance_on_new_version`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from provisioner import forms
from provisioner.accounts.listing import PAGE, Place
from provisioner.accounts.rules import SETTLED
from provisioner.accounts.tables import Account
from provisioner.applications.tables import Application
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.declarations.rules import DeclarationKind
from provisioner.declarations.tables import Declaration
from provisioner.forms.tables import FormEdition
from provisioner.office import OfficeRules


@dataclass(frozen=True)
class Outstanding:
    """A page of them, in the order of approval, each with the Regulamin it was opened under; `rest` is where the list
    goes on, `until` the last day for accepting the one in force.
    """

    edition: FormEdition
    until: date
    accounts: Sequence[tuple[Account, str]]
    rest: Place | None


def outstanding(session: Session, rules: OfficeRules, *, today: date, after: Place | None = None) -> Outstanding:
    """Who has still to accept it; those who cannot log in anyway are not asked."""
    now, order = forms.current(session, today), (Account.approved_at, Account.id)
    wanted = _without(now.regulamin_version)
    if after is not None:
        wanted = wanted.where(sa.tuple_(*order) > (after.approved_at, after.account_id))
    found = [(account, version) for account, version in session.execute(wanted.order_by(*order).limit(PAGE + 1))]
    last = found[PAGE - 1][0] if len(found) > PAGE else None
    until = now.valid_from + timedelta(days=rules.reacceptance_days)
    return Outstanding(now, until, found[:PAGE], Place(last.approved_at, last.id) if last else None)


def _without(version: str) -> sa.Select[Account, str]:
    """By tables and not by classes: of the papers nothing else is wanted."""
    opened: type[FormEdition] = aliased(FormEdition)
    again: type[FormEdition] = aliased(FormEdition)
    first, declared, case = Application.__table__.c, Declaration.__table__.c, Case.__table__.c
    accepted = (
        sa.select(declared.id)
        .join(Case.__table__, case.id == declared.id)
        .join(again, again.id == declared.edition_id)
        .where(declared.account_id == Account.id, declared.kind == DeclarationKind.REGULAMIN)
        .where(case.status == CaseStatus.APPROVED, again.regulamin_version == version)
    )
    return (
        sa.select(Account, opened.regulamin_version)
        .join(Application.__table__, first.id == Account.case_id)
        .join(opened, opened.id == first.edition_id)
        .where(opened.regulamin_version != version, Account.status.not_in(sorted(SETTLED)), ~accepted.exists())
    )
