"""Cases that owe letters, one of each purpose and decision, and letters that left."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import applications, erasures, post
from provisioner.accounts.changing.outcomes import changed as changed_by
from provisioner.accounts.closing.tables import AccountClosing
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.applications.tables import Application
from provisioner.cases import decide
from provisioner.cases.letters.tables import SentLetter
from provisioner.cases.tables import Case
from provisioner.database import Database
from provisioner.erasures.tables import ErasureRequest
from provisioner.settings import branding
from tests import asked, changed, declared, resigned
from tests.corrected import wrong
from tests.factories import NOW, member, recorded

BRAND = branding.load()
CLERK, APPROVER = "Celina Clerk", "Barbara Lis"
DIGEST = "d" * 64
DEAD = resigned.BY_OFFICE | {"ground": "death", "proof": "akt zgonu"}
"""No letter goes to the dead."""


def returned(session: Session, missing: str = "podpis", **typed: Any) -> Application:
    """An application that waits for its completion."""
    one, by = recorded(session, **typed), member(session, APPROVER)
    return decide.return_incomplete(session, Application, one.id, revision=one.revision, missing=missing, by=by, at=NOW)


def refused(session: Session, **typed: Any) -> Application:
    """A refused application."""
    one, by = recorded(session, **typed), member(session, APPROVER)
    applications.refuse(session, one.id, revision=one.revision, reason="nie podpisano", by=by, at=NOW)
    return one


def printed(database: Database, *case_ids: UUID, by: str = CLERK) -> list[SentLetter]:
    """The letters of these cases, noted as printed."""
    with database.transaction() as session:
        paper = post.sheets(session, case_ids, BRAND)
        post.printed(session, paper, DIGEST, BRAND, by=member(session, by), at=NOW)
    with database.reading() as session:
        return list(session.scalars(sa.select(SentLetter).where(SentLetter.case_id.in_(case_ids))))


def one_of_each(database: Database) -> Mapping[str, UUID]:
    """Cases of every purpose in the states that owe a letter and in others, by what they are."""
    found: dict[str, UUID] = {}
    with database.transaction() as session:
        found["application recorded"] = recorded(session, customer_number="500001").id
        found["application returned"] = returned(session, customer_number="500002").id
        found["application refused"] = refused(session, customer_number="500003").id
        account = declared.under_the_old(session)
        found["change returned"] = _returned(session, changed.recorded(session, account, last_name="Nowy"))
        found["consents recorded"] = declared.recorded(session, account).id
        found["resignation returned"] = _returned(session, resigned.recorded(session, account))
        found["end by the office returned"] = _returned(
            session, resigned.recorded(session, account, **resigned.BY_OFFICE)
        )
        others = [_other(session, number) for number in ("600001", "600002", "600003")]
        found |= _requests(session)
    found["consents approved"] = declared.approved(database, account).id
    found["end shut"] = resigned.approved(database, others[0]).id
    found["end of the dead shut"] = resigned.approved(database, others[1], **DEAD).id
    with database.transaction() as session:
        session.execute(sa.update(AccountClosing).values(shut_at=NOW, remove_at=NOW + timedelta(days=14)))
    found["end approved"] = resigned.approved(database, others[2]).id
    return {**found, **_carried_out(database)}


def _carried_out(database: Database) -> Mapping[str, UUID]:
    """An account with a user in Keycloak and one without, a change of data that Keycloak has and one it has not."""
    with database.transaction() as session:
        account, young = _other(session, "600004"), wrong(session, AccountStatus.APPROVED, **_typed("600005"))
        account.created_at = NOW
        found = {"account created": account.case_id, "account approved": young.case_id}
        changing, changed_by_now = _other(session, "600006"), _other(session, "600007")
    found["change approved"] = changed.approved(database, changing, phone="602 000 111").id
    found["change carried out"] = changed.approved(database, changed_by_now, last_name="Nowa", phone="602 000 111").id
    with database.transaction() as session:
        carry_out(session, changed_by_now.id)
    return found


def carry_out(session: Session, account_id: UUID) -> None:
    """Keycloak has what was approved last."""
    changed_by(session, account_id, pending=False, at=NOW)


def _requests(session: Session) -> Mapping[str, UUID]:
    waits, longer, no = (asked.asked(session, customer_number=f"70000{n}") for n in (1, 2, 3))
    by = member(session, APPROVER)
    erasures.extend(session, longer.id, revision=longer.revision, reason="dużo spraw", by=by, at=NOW)
    decide.refuse(session, ErasureRequest, no.id, revision=no.revision, reason="nie wiemy, kto", by=by, at=NOW)
    return {"request recorded": waits.id, "request extended": longer.id, "request refused": no.id}


def _returned(session: Session, case: Case) -> UUID:
    by = member(session, APPROVER)
    decide.return_incomplete(session, type(case), case.id, revision=case.revision, missing="podpis", by=by, at=NOW)
    return case.id


def _other(session: Session, number: str) -> Account:
    return changed.active(session, **_typed(number))


def _typed(number: str) -> dict[str, Any]:
    email = f"klient{number}@example.com"
    return {"customer_number": number, "email": email, "email_again": email}
