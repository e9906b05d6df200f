"""What a task about an account needs to know, read in few columns."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.mail.language import Language
from provisioner.mail.wording import AS_SHIPPED, Wording
from provisioner.outside.ports import NewUser


@dataclass(frozen=True)
class Work:
    """What a task is about, read once in the claim's transaction, so that nothing is open while we wait outside."""

    account_id: UUID
    status: AccountStatus
    user: NewUser
    keycloak_id: str | None
    display_name: str
    language: Language
    generation: int
    mails_begun: int
    password_valid_until: datetime | None
    approved_at: datetime
    notified_at: datetime | None
    former_emails: frozenset[str]
    shut_at: datetime | None
    not_me: str = ""
    """The address in the mail at which its reader says that it was somebody else."""
    mark: str = ""
    """By which a report about the mail is known again."""
    wording: Wording = AS_SHIPPED
    """In whose words the mail speaks."""


WANTED = sa.select(
    Account.id,
    Account.status,
    Account.login,
    Account.keycloak_id,
    Account.generation,
    Account.mails_begun,
    Account.password_valid_until,
    Account.approved_at,
    Account.notified_at,
    Account.case_id,
    Account.email,
    Account.former_emails,
    Account.first_name,
    Account.last_name,
    Account.company_name,
    Account.customer_number,
    Account.language,
    Account.shut_at,
)
"""Just the columns a step needs; a whole object for each step takes longer than everything else together."""
ONE = WANTED.where(Account.id == sa.bindparam("wanted"))


def read_work(session: Session, account_id: UUID) -> Work:
    """The account as the worker needs it. Raises LookupError."""
    found = session.execute(ONE, {"wanted": account_id}).one_or_none()
    if found is None:
        raise LookupError(f"account {account_id}")
    return work_on(found)


def read_works(session: Session, which: sa.ColumnElement[bool], *, most: int | None = None) -> list[Work]:
    """Many accounts at once, by id."""
    return [work_on(found) for found in session.execute(WANTED.where(which).order_by(Account.id).limit(most))]


def work_on(found: "sa.Row[*tuple[Any, ...]] | Account") -> Work:
    """What work needs of an account that was just read or changed."""
    user = NewUser(
        login=found.login,
        email=found.email,
        # A company has one name; it stands where the realm keeps the last name.
        first_name="" if found.company_name else found.first_name,
        last_name=found.company_name or found.last_name,
        customer_number=found.customer_number,
        application_id=str(found.case_id),
        locale=found.language,
    )
    return Work(
        account_id=found.id, status=found.status, user=user, keycloak_id=found.keycloak_id, language=found.language,
        display_name=found.company_name or f"{found.first_name} {found.last_name}".strip(),
        generation=found.generation, mails_begun=found.mails_begun, password_valid_until=found.password_valid_until,
        former_emails=frozenset(found.former_emails), shut_at=found.shut_at,
        approved_at=found.approved_at, notified_at=found.notified_at,
    )  # fmt: skip
