"""What a clerk keys in, checked as one whole: every field and every combination, all problems at once (P10)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from provisioner.applications import fields
from provisioner.domain.application import COPY_CHANNELS, Answer, Channel, CustomerKind, FiledBy, Language
from provisioner.identifiers import (
    InvalidIdentifier,
    normal_customer_number,
    normal_email,
    normal_nip,
    normal_phone,
    normal_postcode,
)

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one field; `code` is put into words by the page."""

    field: str
    code: str


class EntryProblems(Exception):
    """Everything that is wrong with an entry, in the order of the form."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(", ".join(f"{p.field}:{p.code}" for p in problems))
        self.problems = list(problems)


@dataclass(frozen=True)
class Entry:
    """A checked application form; texts are trimmed and identifiers in their one form."""

    channel: Channel
    received_on: date
    document_date: date | None
    customer_number: str
    customer_kind: CustomerKind
    filed_by: FiledBy
    attorney_name: str
    first_name: str
    last_name: str
    company_name: str
    nip: str
    street: str
    postcode: str
    town: str
    email: str
    phone: str
    language: Language
    answers: Mapping[int, Answer]
    regulamin_signed: bool
    copy_handed: bool
    original_location: str
    note: str
    completed_on: date | None = None


class _Reader:
    """Reads raw texts field by field and collects what is wrong instead of stopping at the first."""

    def __init__(self, raw: Mapping[str, str]) -> None:
        self.raw = raw
        self.problems: list[Problem] = []

    def wrong(self, field: str, code: str) -> None:
        self.problems.append(Problem(field, code))

    def text(self, field: str, longest: int, *, required: bool = False, rule: fields.Rule = fields.line) -> str:
        value = self.raw.get(field, "").strip()
        if not value:
            if required:
                self.wrong(field, "required")
            return ""
        code = "too_long" if len(value) > longest else rule(value)
        if code:
            self.wrong(field, code)
            return ""
        return value

    def number(self, field: str, normal: Callable[[str], str], *, required: bool = True) -> str:
        value = self.text(field, 254, required=required)
        try:
            return normal(value) if value else ""
        except InvalidIdentifier as error:
            self.wrong(field, str(error))
            return ""

    def choice(self, field: str, enum: type[E], fallback: E) -> E:
        value = self.raw.get(field, "")
        if value in set(enum):
            return enum(value)
        self.wrong(field, "choose")
        return fallback

    def date(self, field: str, today: date, *, required: bool = False) -> date | None:
        value = self.raw.get(field, "").strip()
        if not value:
            if required:
                self.wrong(field, "required")
            return None
        found = fields.read_date(value, today)
        if found is None:
            self.wrong(field, "date")
        elif found > today:
            self.wrong(field, "future")
        elif (today - found).days > fields.OLDEST_DAYS:
            self.wrong(field, "too_old")
        else:
            return found
        return None


def read_entry(
    raw: Mapping[str, str], *, clauses: Sequence[int], today: date, number_pattern: str, completing: bool = False
) -> Entry:
    """Read a keyed form; `clauses` are the ids of its edition, each answered in `clause-<id>`.

    A completion (`completing`) also says on which day the missing part arrived.

    Raises EntryProblems with every problem, in the order of the paper.
    """
    read = _Reader(raw)
    channel = read.choice("channel", Channel, Channel.COUNTER)
    received = read.date("received_on", today, required=True)
    written = read.date("document_date", today)
    if received and written and written > received:
        read.wrong("document_date", "after_received")
    customer_number = read.number("customer_number", lambda text: normal_customer_number(text, number_pattern))
    kind = read.choice("customer_kind", CustomerKind, CustomerKind.PERSON)
    filed_by = read.choice("filed_by", FiledBy, FiledBy.SELF)
    person, company = kind is CustomerKind.PERSON, kind is CustomerKind.COMPANY
    attorney = filed_by is FiledBy.ATTORNEY
    entry = Entry(
        channel=channel,
        received_on=received or today,
        document_date=written,
        customer_number=customer_number,
        customer_kind=kind,
        filed_by=filed_by,
        attorney_name=read.text("attorney_name", 200, required=True, rule=fields.name) if attorney else "",
        first_name=read.text("first_name", 120, required=person, rule=fields.name),
        last_name=read.text("last_name", 120, required=person, rule=fields.name),
        company_name=read.text("company_name", 200, required=True, rule=fields.company) if company else "",
        nip=read.number("nip", normal_nip) if company else "",
        street=read.text("street", 200, required=True),
        postcode=read.number("postcode", normal_postcode),
        town=read.text("town", 120, required=True),
        email=_email_twice(read),
        phone=read.number("phone", normal_phone, required=False),
        language=read.choice("language", Language, Language.PL),
        answers={clause: read.choice(f"clause-{clause}", Answer, Answer.ILLEGIBLE) for clause in clauses},
        regulamin_signed=_yes_or_no(read, "regulamin_signed"),
        copy_handed=_copy(read, channel),
        original_location=read.text("original_location", 120),
        note=read.text("note", 2000, rule=fields.paragraph),
        completed_on=read.date("completed_on", today, required=True) if completing else None,
    )
    if read.problems:
        raise EntryProblems(read.problems)
    return entry


def _email_twice(read: _Reader) -> str:
    email = read.number("email", normal_email)
    again = read.raw.get("email_again", "").strip()
    if not again:
        read.wrong("email_again", "required")
    elif email and again.casefold() != read.raw.get("email", "").strip().casefold():
        read.wrong("email_again", "differs")
    return email


def _yes_or_no(read: _Reader, field: str) -> bool:
    value = read.raw.get(field, "")
    if value not in ("yes", "no"):
        read.wrong(field, "choose")
    return value == "yes"


def _copy(read: _Reader, channel: Channel) -> bool:
    handed = read.raw.get("copy_handed", "") == "yes"
    if read.raw.get("channel", "") not in set(Channel):
        return handed
    if channel not in COPY_CHANNELS:
        if handed:
            read.wrong("copy_handed", "no_copy_by_post")
        return False
    if not handed:
        read.wrong("copy_handed", "copy_required")
    return handed
