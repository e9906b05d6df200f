"""A desk after years: many approved cases with their accounts, and many that wait, written as fast as rows go."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Session

from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.applications.tables import Application, ClauseAnswer
from provisioner.cases.spelling import learn
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.cases.word_tables import CaseWord
from provisioner.cases.words import place_words, words_in
from provisioner.database import Database
from provisioner.logins.tables import Login
from tests.crash.queue import Pattern, pattern_of
from tests.factories import TODAY, approved

BEGIN, MIDDLE, END = (
    parts.split()
    for parts in (
        "bar bor cza dom gra jan kal kar kow kru lew lis mal mar maz mic mur naw nie olsz pal piet raj rud sad sie sob "
        "sta tom wal was wie wil wol wro zab zal zar zbi zyg",
        "a al an ar as e el er i ic il in o ol on or os ow u ur",
        "acki ak arz ba cki czak czyk ewicz icz iec ik ka ko la na owicz owski ska ski uk",
    )
)
FIRST, STREETS, TOWNS, LATER_DAYS, BATCH = 97, 800, 12, 60, 5_000
SINCE = datetime(2024, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Person:
    """Somebody whose names come again now and then, as names do."""

    case_id: UUID
    n: int

    @classmethod
    def numbered(cls, n: int) -> "Person":
        """The n-th of all."""
        return cls(uuid4(), n)

    @property
    def last_name(self) -> str:
        """One of 16,000, the first of them frequent: as with surnames, few are and most are rare."""
        return _made(self.n % 50 if self.n % 4 == 0 else self.n * 7_919 % 16_000)

    @property
    def name_key(self) -> str:
        return f"{self.last_name} {_made(self.n % FIRST * 311)}"

    @property
    def street(self) -> str:
        return f"ul. {_made(self.n * 31 % STREETS)[::-1].title()} {self.n % 150 + 1}"

    @property
    def town(self) -> str:
        return f"{_made(self.n % TOWNS)}owo".title()

    @property
    def phone(self) -> str:
        return f"+48{600_000_000 + self.n}"

    @property
    def login(self) -> str:
        return f"{5_000_000 + self.n}"

    @property
    def number(self) -> str:
        return f"20{30 + self.n // 50_000}/{self.n % 50_000:06d}"

    @property
    def email(self) -> str:
        return f"{self.name_key.replace(' ', '.')}.{self.n}@example.com"


def fill(database: Database, accounts: int, waiting: int = 0) -> None:
    """Add accounts that are in use, and cases that wait, due in the weeks around today."""
    with database.transaction() as session:
        pattern = pattern_of(session, approved(session, customer_number="4999999").case_id)
        for begin in range(0, accounts + waiting, BATCH):
            people = [Person.numbered(n) for n in range(begin, min(begin + BATCH, accounts + waiting))]
            _cases(session, pattern, people)
            _accounts(session, pattern, [one for one in people if one.n < accounts])
    # What PostgreSQL does by itself within a minute of so many new rows.
    upkeep = "VACUUM (ANALYZE)" if database.engine.dialect.name == "postgresql" else "ANALYZE"
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(upkeep)


def _application(one: Person) -> dict[str, object]:
    """Everybody has a mailbox and a phone of their own, or all would be told as one customer."""
    return {
        "id": one.case_id, "email": one.email, "email_key": one.email, "reserved_login": one.login,
        "phone": one.phone, "street": one.street, "town": one.town,
    }  # fmt: skip


def _cases(session: Session, pattern: Pattern, people: list[Person]) -> None:
    _insert(session, Login, ({"login": one.login, "case_id": one.case_id} for one in people))
    _insert(session, Case, (dict(pattern.case) | _case(one) for one in people))
    _insert(session, Application, (dict(pattern.application) | _application(one) for one in people))
    _insert(
        session,
        ClauseAnswer,
        (
            {"application_id": one.case_id, "clause_id": clause, "answer": answer}
            for one in people
            for clause, answer in pattern.answers.items()
        ),
    )
    words = {one: words_in(_said(one)) for one in people}
    _insert(
        session,
        CaseWord,
        ({"case_id": one.case_id, "number": one.number, "word": word} for one in people for word in words[one]),
    )
    learn(session, set().union(*words.values()))


def _said(one: Person) -> list[str]:
    place = place_words(one.street, "83-300", one.town)
    return [one.number, one.name_key, one.login, one.email, one.phone, place]


def _case(one: Person) -> dict[str, Any]:
    due = TODAY + timedelta(days=one.n % LATER_DAYS - LATER_DAYS // 4)
    return {
        "id": one.case_id, "number": one.number, "form_key": uuid4(), "status": CaseStatus.RECORDED,
        "customer_number": one.login, "name_key": one.name_key, "display_name": one.name_key.title(),
        "due_first": due, "due_last": due,
    }  # fmt: skip


def _accounts(session: Session, pattern: Pattern, people: list[Person]) -> None:
    if not people:
        return
    ids = [one.case_id for one in people]
    for begin in range(0, len(ids), 500):
        some = Case.id.in_(ids[begin : begin + 500])
        session.execute(sa.update(Case.__table__).where(some).values(status=CaseStatus.APPROVED))  # type: ignore[arg-type]
    handed = vars(pattern.approved)
    _insert(
        session,
        Account,
        (
            handed
            | {
                "id": uuid4(), "status": AccountStatus.ACTIVATED, "case_id": one.case_id, "case_number": one.number,
                "login": one.login, "customer_number": one.login, "name_key": one.name_key, "owner_key": one.name_key,
                "email": one.email,
                "email_key": one.email, "former_emails": [], "approved_at": SINCE + timedelta(minutes=one.n),
                "generation": 1, "mails_begun": 1, "mails_sent": 1, "attention_code": "",
            }
            for one in people
        ),
    )  # fmt: skip


def _insert(session: Session, table: type[DeclarativeBase], rows: Iterator[dict[str, Any]]) -> None:
    if values := list(rows):
        session.execute(sa.insert(table.__table__), values)  # type: ignore[arg-type]


def _made(number: int) -> str:
    """A word as names are: of three parts, so that many begin and end alike."""
    rest, begin = divmod(number, len(BEGIN))
    middle, end = divmod(rest, len(END))
    return BEGIN[begin] + MIDDLE[middle % len(MIDDLE)] + END[end]
