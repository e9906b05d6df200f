"""Cases found again in every state, with the accounts they led to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from provisioner.accounts.delivery.tables import MailReport
from provisioner.accounts.listing import WATCH, AccountLine, with_work
from provisioner.accounts.tables import Account
from provisioner.applications.tables import Application
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case, CaseWord
from provisioner.cases.words import begins_with
from provisioner.identifiers import fold
from provisioner.outbox.tables import Task

PAGE, LOOKED_AT, MOST_WORDS = 50, 400, 6


@dataclass(frozen=True)
class Hit:
    """A case that was found, and its account if it led to one."""

    case_id: UUID
    number: str
    status: CaseStatus
    display_name: str
    customer_number: str
    received_on: date
    due_last: date
    email: str
    account: AccountLine | None


@dataclass(frozen=True)
class Hits:
    """The newest cases found; `more` tells that others were left out."""

    found: Sequence[Hit]
    more: bool


def search(session: Session, text: str) -> Hits:
    """Cases with a word that begins with each word of `text`: number, name, customer number, e-mail, login.

    Costs the same however many cases there are; where many are found, those with the word itself come first.
    """
    words = fold(text).split()[:MOST_WORDS]
    if not words:
        return Hits([], more=False)
    ids = _found(session, words)
    return Hits(_hits(session, ids[:PAGE]), more=len(ids) > PAGE)


def _found(session: Session, words: Sequence[str]) -> list[UUID]:
    """The word itself before longer ones, each time the newest first, both in the order of the index."""
    longest = max(words, key=len)
    others = [word for word in words if word != longest]
    among_words = [_has(CaseWord.case_id, word) for word in others]
    newest = (CaseWord.word.desc(), CaseWord.number.desc())
    arms = [
        sa.select(CaseWord.case_id).where(meant, *among_words).order_by(*newest).limit(LOOKED_AT)
        for meant in (CaseWord.word == longest, sa.and_(begins_with(longest), CaseWord.word > longest))
    ]
    # A login that had to be changed later stands on the account only.
    arms.append(sa.select(Account.case_id).where(Account.login == longest, *(_has(Account.case_id, w) for w in others)))
    numbered = (sa.select(arm.subquery(), sa.literal(place)) for place, arm in enumerate(arms))
    rows = session.execute(sa.union_all(*numbered)).all()
    return list(dict.fromkeys(case_id for case_id, _ in sorted(rows, key=lambda row: row[1])))


def _has(case_id: sa.SQLColumnExpression[UUID], word: str) -> sa.ColumnElement[bool]:
    kept, account = aliased(CaseWord), aliased(Account)
    return sa.or_(
        sa.exists().where(kept.case_id == case_id, begins_with(word, kept)),
        sa.exists().where(account.case_id == case_id, account.login == word),
    )


def _hits(session: Session, ids: Sequence[UUID]) -> list[Hit]:
    case, own = Case.__table__.c, Application.__table__.c
    shown = (case.number, case.status, case.display_name, case.customer_number, case.received_on, case.due_last)
    email = sa.func.coalesce(Account.email, own.email, "")
    rows = session.execute(
        with_work(
            sa.select(case.id, *shown, email, Account, Task, WATCH, MailReport.arrival)
            .select_from(Case.__table__)
            .outerjoin(Application.__table__, own.id == case.id)
            .outerjoin(Account, Account.case_id == case.id)
        )
        .where(case.id.in_(ids))
        .order_by(case.number.desc())
    )
    return [_hit(*row) for row in rows]


def _hit(*row: Any) -> Hit:
    *of_case, account, task, looking, arrival = row
    return Hit(*of_case, AccountLine(account, task or looking, arrival) if account else None)  # type: ignore[call-arg]
