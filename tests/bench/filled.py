"""A desk after years: many approved cases with their accounts, and many that wait, written as fast as rows go."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Session

from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.applications.resembling import houses
from provisioner.applications.tables import Application, ClauseAnswer
from provisioner.cases.finding.spelling import keys, mistakes
from provisioner.cases.finding.tables import CaseWord, Spelling
from provisioner.cases.finding.words import phone_from_its_end, place_words, words_in
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case, CaseEditor
from provisioner.database import Database
from provisioner.journal.tables import AuditEntry
from provisioner.logins.tables import Login
from tests.bench.loading import Loader, loading
from tests.bench.people import POSTCODE, Person
from tests.crash.queue import Pattern, pattern_of
from tests.databases import everything
from tests.factories import TODAY, approved

LATER_DAYS, BATCH = 60, 20_000
SINCE = datetime(2024, 1, 1, tzinfo=UTC)
RECORDED_ONLY = {"status": CaseStatus.RECORDED, "decided_by": None, "decided_at": None}


@dataclass(frozen=True)
class Told:
    """The approved application that all are made like, with the lines of the journal about it, if they are copied."""

    pattern: Pattern
    known: set[str]
    lines: Sequence[Mapping[str, Any]]


def fill(database: Database, accounts: int, waiting: int = 0, *, journal: bool = False) -> None:
    """Add accounts that are in use, and cases that wait, due in the weeks around today.

    With `journal` each case also has its lines there, as pages show them; those stand outside the chain.
    """
    with database.transaction() as session:
        told = _told(session, journal=journal)
    with loading(database) as write:
        for begin in range(0, accounts + waiting, BATCH):
            people = [Person.numbered(n) for n in range(begin, min(begin + BATCH, accounts + waiting))]
            _cases(write, told, people, accounts)
            _accounts(write, told.pattern, [one for one in people if one.n < accounts])
    if database.engine.dialect.name == "postgresql":
        _come_to_rest(database, journal=journal)


def _come_to_rest(database: Database, *, journal: bool) -> None:
    """What PostgreSQL does by itself within a minute of so many new rows; on SQLite nothing counts them."""
    with everything(database).connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM (ANALYZE)")
        if journal:
            last = "pg_get_serial_sequence('audit_entry', 'seq'), (SELECT max(seq) FROM audit_entry)"
            connection.exec_driver_sql(f"SELECT setval({last})")


def _told(session: Session, *, journal: bool) -> Told:
    pattern = pattern_of(session, approved(session, customer_number="4999999").case_id)
    spelled = set(session.scalars(sa.select(Spelling.word)))
    entry = AuditEntry.__table__
    about = sa.select(entry).where(entry.c.object_id == str(pattern.case["id"])).order_by(entry.c.seq)
    return Told(pattern, spelled, [dict(one) for one in session.execute(about).mappings()] if journal else [])


def _cases(write: Loader, told: Told, people: Sequence[Person], accounts: int) -> None:
    """Everybody has a mailbox and a phone of their own, or all would be told as one customer."""
    pattern = told.pattern
    write(table(Login), ({"login": one.login, "case_id": one.case_id} for one in people))
    write(table(Case), ({**pattern.case, **_case(one, waits=one.n >= accounts)} for one in people))
    write(table(Application), ({**pattern.application, **_application(one)} for one in people))
    answers = pattern.answers.items()
    by = pattern.case["recorded_by"]
    write(table(CaseEditor), ({"case_id": one.case_id, "staff_id": by} for one in people))
    write(table(ClauseAnswer), (
        {"application_id": one.case_id, "clause_id": clause, "answer": answer}
        for one in people for clause, answer in answers
    ))  # fmt: skip
    words = {one: _said(one) for one in people}
    write(table(CaseWord), (
        {"case_id": one.case_id, "number": one.number, "word": word} for one in people for word in words[one]
    ))  # fmt: skip
    new = {word for theirs in words.values() for word in theirs if mistakes(word)} - told.known
    told.known.update(new)
    write(table(Spelling), ({"key": key, "word": word} for word in new for key in keys(word)))
    write(table(AuditEntry), _lines(told, people, accounts))


def table(of: type[DeclarativeBase]) -> sa.Table:
    """The table of a class."""
    found = of.__table__
    assert isinstance(found, sa.Table)
    return found


def _lines(told: Told, people: Sequence[Person], accounts: int) -> Iterator[dict[str, Any]]:
    """The first line of whoever waits, all of whoever is approved."""
    for one in people:
        for place, line in enumerate(told.lines if one.n < accounts else told.lines[:1]):
            seq = 1_000 + one.n * len(told.lines) + place
            yield {**line, "seq": seq, "object_id": str(one.case_id)}


def _said(one: Person) -> set[str]:
    own = words_in([one.number, one.login, one.email, one.phone, phone_from_its_end(one.phone)])
    shared = f"{one.name_key} {place_words(one.street, POSTCODE, one.town)}"
    return own.union(*map(_words_of, [*shared.split(), *houses(one.name_key, one.street).split()]))


@cache
def _words_of(word: str) -> set[str]:
    """Names and addresses come again and again."""
    return words_in([word])


def _application(one: Person) -> dict[str, object]:
    return {
        "id": one.case_id, "email": one.email, "email_key": one.email, "reserved_login": one.login,
        "phone": one.phone, "street": one.street, "town": one.town, "postcode": POSTCODE,
    }  # fmt: skip


def _case(one: Person, *, waits: bool) -> dict[str, Any]:
    due = TODAY + timedelta(days=one.n % LATER_DAYS - LATER_DAYS // 4)
    return {
        "id": one.case_id, "number": one.number, "form_key": uuid4(),
        "customer_number": one.login, "name_key": one.name_key, "display_name": one.name_key.title(),
        "due_first": due, "due_last": due, **(RECORDED_ONLY if waits else {}),
    }  # fmt: skip


def _accounts(write: Loader, pattern: Pattern, people: Sequence[Person]) -> None:
    handed = vars(pattern.approved)
    write(table(Account), (
        {
            **handed, "id": uuid4(), "status": AccountStatus.ACTIVATED, "case_id": one.case_id,
            "case_number": one.number, "login": one.login, "customer_number": one.login, "name_key": one.name_key,
            "owner_key": one.name_key, "email": one.email, "email_key": one.email, "former_emails": [],
            "approved_at": SINCE + timedelta(minutes=one.n), "generation": 1, "mails_begun": 1, "mails_sent": 1,
        }
        for one in people
    ))  # fmt: skip
