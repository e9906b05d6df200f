"""What an account says of its customer now: beside what a paper wants to change, and before it in the journal."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

import provisioner.changes.paper as paper
from provisioner.accounts.tables import Account
from provisioner.applications.tables import Application
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.changes.tables import ChangeOfData

OWN = (paper.EMAIL, paper.FIRST_NAME, paper.LAST_NAME, paper.LANGUAGE)
"""What the account keeps itself; the rest stands on the paper it was made of and on the changes approved since."""


def present(session: Session, account: Account) -> Mapping[str, str]:
    """The present text of each field that may change, by its name, as it would be typed."""
    names = [field.name for field in paper.DATA if field not in OWN]
    old, new, case = Application.__table__.c, ChangeOfData.__table__.c, Case.__table__.c
    approved = (
        sa.select(new.account_id, case.decided_at, *(new[name] for name in names))
        .join_from(ChangeOfData.__table__, Case.__table__, case.id == new.id)
        .where(new.account_id == account.id, case.status == CaseStatus.APPROVED)
        .subquery()
    )
    later = [approved.c[name].label(f"new_{name}") for name in names]
    rows = session.execute(
        sa.select(*(old[name] for name in names), *later)
        .select_from(Application.__table__.outerjoin(approved, sa.true()))
        .where(old.id == account.case_id)
        .order_by(approved.c.decided_at)
    ).mappings()
    values: dict[str, Any] = {}
    for row in rows:
        values = values or {name: row[name] for name in names}
        change = {name: row[f"new_{name}"] for name in names}
        # A new address takes the place of the whole old one, its country too.
        address = {field.name for field in paper.ADDRESS} if change[paper.STREET.name] else set()
        values |= {name: value for name, value in change.items() if value or name in address}
    typed = {field.name: field.typed(values[field.name]) for field in paper.DATA if field not in OWN}
    return typed | {field.name: field.typed(getattr(account, field.name)) for field in OWN}
