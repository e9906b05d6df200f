"""Editions of the form with a voluntary consent, and papers that answer their clauses anew."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import applications, declarations, forms, office
from provisioner.accounts.tables import Account
from provisioner.database import Database
from provisioner.declarations.rules import DeclarationKind
from provisioner.declarations.tables import Declaration
from provisioner.forms.paper import ClauseText, EditionText
from provisioner.forms.tables import Clause, ClauseKind, FormEdition
from tests.changed import active
from tests.factories import NOW, PRACTICE, TODAY, member, never_overdue
from tests.factories import PAPER as FIRST_PAPER

CLERK, APPROVER = "Celina Clerk", "Barbara Lis"
NOTHING: Mapping[str, str] = {}
CONSENTS, REGULAMIN = DeclarationKind.CONSENTS, DeclarationKind.REGULAMIN
PAPER = {
    "channel": "post",
    "received_on": "23.11.2026",
    "document_date": "20.11.2026",
    "customer_number": "104233",
    "signed": "yes",
}
TERMS = ClauseText(number=1, kind=ClauseKind.TERM, required=True, pl="Akceptuję Regulamin.", en="I accept the terms.")
INVOICES = ClauseText(
    number=2, kind=ClauseKind.CONSENT, required=False, pl="Chcę dostawać e-faktury.", en="I want e-invoices."
)  # fmt: skip
NEWS = ClauseText(number=3, kind=ClauseKind.CONSENT, required=False, pl="Chcę wiadomości.", en="I want news.")
NEEDED = ClauseText(number=4, kind=ClauseKind.CONSENT, required=True, pl="Zgadzam się na e-mail.", en="I agree.")
OLD = EditionText(
    code="2026-09", regulamin_version="Regulamin z września", valid_from=date(2026, 9, 1),
    clauses=(TERMS, INVOICES, NEWS, NEEDED),
)  # fmt: skip
NEW = EditionText(
    code="2026-11", regulamin_version="Regulamin z listopada", valid_from=date(2026, 11, 20), clauses=(TERMS, NEWS)
)  # fmt: skip


def under_the_old(session: Session, **changed: str) -> Account:
    """An active account opened on the old edition: e-invoices wanted, news not."""
    forms.load(session, OLD)
    session.flush()
    account = active(session, **{clause(session, "2026-09", 3): "refused"} | changed)
    account.mails_begun = 1
    return account


def opened_on(session: Session, text: EditionText, **typed: str) -> Account:
    """An account whose paper was signed on this edition, all of it accepted; its work is still to be done."""
    forms.load(session, text)
    edition = session.scalars(sa.select(FormEdition).where(FormEdition.code == text.code)).one()
    clauses = [one.id for one in edition.clauses]
    raw = {**FIRST_PAPER, **{f"clause-{one}": "accepted" for one in clauses}, **typed}
    told = applications.read_entry(raw, clauses=clauses, today=TODAY, practice=PRACTICE, last_day=never_overdue)
    first = applications.record(
        session, told, edition=edition, practice=PRACTICE, form_key=uuid4(), by=member(session, CLERK), at=NOW
    )
    by = member(session, APPROVER)
    return applications.approve(session, first.id, revision=1, by=by, at=NOW)


def with_a_new(session: Session) -> None:
    """The new edition comes into force."""
    forms.load(session, NEW)
    session.flush()


def clause(session: Session, code: str, number: int) -> str:
    """What the answer to this clause of this edition is called in a form."""
    wanted = sa.select(Clause.id).join(FormEdition).where(FormEdition.code == code, Clause.number == number)
    return f"clause-{session.scalars(wanted).one()}"


def asks(session: Session, account: Account, kind: DeclarationKind) -> declarations.Asked | None:
    """What a new paper would ask."""
    return declarations.asked(session, declarations.accepted(session, account), kind, today=TODAY)


def entry(
    session: Session, account: Account, kind: DeclarationKind = CONSENTS, typed: Mapping[str, str] = NOTHING
) -> declarations.Entry:
    """What a clerk keys in."""
    asked = asks(session, account, kind)
    assert asked is not None
    raw = {**PAPER, "customer_number": account.customer_number, **typed}
    if kind is REGULAMIN:
        raw = {f"clause-{one.id}": "accepted" for one in asked.clauses} | raw
    return declarations.read_declaration(
        raw, today=TODAY, practice=PRACTICE, number=account.customer_number, asked=asked,
        rules=office.rules(session), last_day=never_overdue,
    )  # fmt: skip


def recorded(
    session: Session,
    account: Account,
    kind: DeclarationKind = CONSENTS,
    typed: Mapping[str, str] = NOTHING,
    *,
    by: str = CLERK,
    key: UUID | None = None,
) -> Declaration:
    """A recorded declaration: of consents, that e-invoices are wanted no more."""
    account = session.get_one(Account, account.id)
    if kind is CONSENTS and not any(name.startswith("clause-") for name in typed):
        typed = {clause(session, "2026-09", 2): "refused", **typed}
    told, asked = entry(session, account, kind, typed), asks(session, account, kind)
    assert asked is not None
    who = member(session, by)
    return declarations.record(session, account, asked, told, form_key=key or uuid4(), by=who, at=NOW)


def approve(database: Database, found: Declaration, by: str = APPROVER) -> None:
    """Somebody else says yes."""
    with database.transaction() as session:
        one = session.get_one(Declaration, found.id)
        declarations.approve(session, one.id, revision=one.revision, by=member(session, by), at=datetime.now(UTC))


def approved(
    database: Database, account: Account, kind: DeclarationKind = CONSENTS, typed: Mapping[str, str] = NOTHING
) -> Declaration:
    """Recorded and approved."""
    with database.transaction() as session:
        found = recorded(session, account, kind, typed)
    approve(database, found)
    return found
