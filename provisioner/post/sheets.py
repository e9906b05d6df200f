"""The letter that a case owes or offers, whatever it asks for, ready to be set with others."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import singledispatch
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import changes, office
from provisioner.accounts.changing.tables import AccountChange
from provisioner.accounts.closing.tables import AccountClosing
from provisioner.applications.letter import WRITTEN_OF
from provisioner.applications.letter import confirmation as of_account
from provisioner.applications.letter import letter as of_application
from provisioner.applications.tables import Application
from provisioner.cases.letters.rules import LetterKind, kind_of
from provisioner.cases.letters.tables import SentLetter
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.changes.letter import confirmation as of_changed
from provisioner.changes.letter import letter as of_change
from provisioner.changes.letter import recipient
from provisioner.changes.tables import ChangeOfData
from provisioner.declarations.letter import letter as of_declaration
from provisioner.declarations.tables import Declaration
from provisioner.erasures.letter import letter as of_request
from provisioner.erasures.parts import answered
from provisioner.erasures.tables import ErasureRequest
from provisioner.letters import About, Letter
from provisioner.mail.wording import Wording
from provisioner.resignations.letter import letter as of_resignation
from provisioner.resignations.tables import Resignation
from provisioner.settings.branding import Branding
from provisioner.wording import in_force


@dataclass(frozen=True)
class Sheet:
    """A letter with the case it is of, as that stands; the how manieth `copy` of it would leave."""

    case_id: UUID
    revision: int
    kind: LetterKind
    copy: int
    letter: Letter


def letter(session: Session, case: Case, branding: Branding) -> Letter | None:
    """The letter that the case owes or offers; None where there is none."""
    return _of(case, session, branding, in_force(session)) if _may_owe(case) else None


def sheets(session: Session, case_ids: Iterable[UUID], branding: Branding) -> list[Sheet]:
    """The letters of these cases in the order of printing; a case that has none has no sheet."""
    wanted = sorted(set(case_ids))
    copies, words = _copies(session, wanted), in_force(session)
    found = []
    for case_id in wanted:
        case = session.get(Case, case_id)
        told = _of(case, session, branding, words) if case else None
        if case is not None and told is not None:
            kind = kind_of(case.purpose, case.status)
            copy = 1 + copies.get((case_id, kind, case.revision), 0)
            found.append(Sheet(case_id, case.revision, kind, copy, told))
    order = list(LetterKind)
    return sorted(found, key=lambda one: (order.index(one.kind), one.letter.number))


def _copies(session: Session, case_ids: list[UUID]) -> dict[tuple[UUID, LetterKind, int], int]:
    """How many copies of each letter have left."""
    key = (SentLetter.case_id, SentLetter.kind, SentLetter.revision)
    rows = session.execute(sa.select(*key, sa.func.count()).where(SentLetter.case_id.in_(case_ids)).group_by(*key))
    return {(case_id, kind, revision): many for case_id, kind, revision, many in rows}


def _may_owe(case: Case) -> bool:
    """Of most applications nobody is written to, and then nothing more is read."""
    return not isinstance(case, Application) or case.status in WRITTEN_OF


@singledispatch
def _of(case: Any, session: Session, branding: Branding, words: Wording) -> Letter | None:  # noqa: ARG001
    raise AssertionError(f"no letters are known of {type(case).__name__}")


@_of.register
def _(case: Application, session: Session, branding: Branding, words: Wording) -> Letter | None:
    if case.status is CaseStatus.APPROVED and case.account:
        return of_account(case, recipient(case.account, changes.present(session, case.account)), branding, words)
    last_day = office.rules(session).deadline_last_day
    return of_application(case, branding, words, last_day=last_day)


@_of.register
def _(case: ChangeOfData, session: Session, branding: Branding, words: Wording) -> Letter | None:
    now, last_day = changes.present(session, case.account), office.rules(session).deadline_last_day
    if case.status is CaseStatus.APPROVED:
        fields = session.scalar(sa.select(AccountChange.fields).where(AccountChange.case_id == case.id))
        return of_changed(case, fields or (), now, branding, words)
    return of_change(case, case.account, now, branding, words, last_day=last_day, about=About.CHANGE)


@_of.register
def _(case: Declaration, session: Session, branding: Branding, words: Wording) -> Letter | None:
    now, last_day = changes.present(session, case.account), office.rules(session).deadline_last_day
    return of_declaration(case, now, branding, words, last_day=last_day)


@_of.register
def _(case: Resignation, session: Session, branding: Branding, words: Wording) -> Letter | None:
    closing = session.scalar(sa.select(AccountClosing).where(AccountClosing.case_id == case.id))
    now = changes.present(session, case.account)
    return of_resignation(case, closing, now, branding, words, office.rules(session))


@_of.register
def _(case: ErasureRequest, session: Session, branding: Branding, words: Wording) -> Letter | None:
    return of_request(case, answered(session, case), office.rules(session), branding, words)
