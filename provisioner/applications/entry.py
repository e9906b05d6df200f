"""What a clerk keys in, checked as one whole: every field and every combination, all problems at once (P10)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from provisioner.applications.rules import Answer, CustomerKind, FiledBy
from provisioner.cases.channels import COPY_CHANNELS, Channel
from provisioner.entry.reader import Problem, Reader
from provisioner.entry.texts import free_text, person_name, registered_name
from provisioner.identifiers import normal_customer_number, normal_email, normal_nip, normal_phone, normal_postcode
from provisioner.mail.language import Language


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


def read_entry(
    raw: Mapping[str, str], *, clauses: Sequence[int], today: date, number_pattern: str, completing: bool = False
) -> Entry:
    """Read a keyed form; `clauses` are the ids of its edition, each answered in `clause-<id>`.

    A completion (`completing`) also says on which day the missing part arrived.

    Raises EntryProblems with every problem, in the order of the paper.
    """
    read = Reader(raw)
    channel = read.choice("channel", Channel, Channel.COUNTER)
    received = read.day("received_on", today, required=True)
    written = read.day("document_date", today)
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
        attorney_name=read.text("attorney_name", 200, required=True, rule=person_name) if attorney else "",
        first_name=read.text("first_name", 120, required=person, rule=person_name),
        last_name=read.text("last_name", 120, required=person, rule=person_name),
        company_name=read.text("company_name", 200, required=True, rule=registered_name) if company else "",
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
        note=read.text("note", 2000, rule=free_text),
        completed_on=read.day("completed_on", today, required=True) if completing else None,
    )
    if read.problems:
        raise EntryProblems(read.problems)
    return entry


def _email_twice(read: Reader) -> str:
    email = read.number("email", normal_email)
    again = read.raw.get("email_again", "").strip()
    if not again:
        read.wrong("email_again", "required")
    elif email and again.casefold() != read.raw.get("email", "").strip().casefold():
        read.wrong("email_again", "differs")
    return email


def _yes_or_no(read: Reader, field: str) -> bool:
    value = read.raw.get(field, "")
    if value not in ("yes", "no"):
        read.wrong(field, "choose")
    return value == "yes"


def _copy(read: Reader, channel: Channel) -> bool:
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
