"""The intake form's one rule module: every field, every combination, all problems at once (P10)."""

from datetime import date

import pytest

from provisioner.applications import paper, read_entry
from provisioner.applications.rules import Answer, FiledBy
from provisioner.cases.channels import PAPER_CHANNELS, Channel
from provisioner.entry.dates import read_date
from provisioner.entry.reader import EntryProblems
from tests.factories import PAPER, PRACTICE, TODAY, never_overdue

COMPLETE = {**PAPER, "clause-1": "accepted", "clause-2": "refused"}


def problems(**changed: str) -> list[tuple[str, str]]:
    try:
        read_entry({**COMPLETE, **changed}, clauses=[1, 2], today=TODAY, practice=PRACTICE, last_day=never_overdue)
    except EntryProblems as found:
        return [(problem.field, problem.code) for problem in found.problems]
    return []


def test_a_complete_paper_is_read() -> None:
    entry = read_entry(COMPLETE, clauses=[1, 2], today=TODAY, practice=PRACTICE, last_day=never_overdue)
    assert entry[paper.RECEIVED_ON] == date(2026, 11, 23)
    assert entry.answers == {1: Answer.ACCEPTED, 2: Answer.REFUSED}
    assert (entry[paper.PHONE], entry[paper.POSTCODE], entry[paper.EMAIL]) == (
        "+48601234567",
        "83-300",
        "jozef@example.com",
    )


def test_an_empty_form_names_every_required_field_in_the_order_of_the_paper() -> None:
    with pytest.raises(EntryProblems) as found:
        read_entry({}, clauses=[1], today=TODAY, practice=PRACTICE, last_day=never_overdue)
    assert [p.field for p in found.value.problems] == [
        "channel", "received_on", "customer_number", "customer_kind", "first_name", "last_name", "filed_by", "street",
        "postcode", "town", "email", "email_again", "language", "clause-1", "regulamin_signed",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("received_on", "31.02.2026", "date"),
        ("received_on", "25.11.2026", "future"),
        ("received_on", "1.01.2020", "too_old"),
        ("document_date", "24.11.2026", "after_received"),
        ("customer_number", "' OR 1=1 --", "customer_number"),
        ("first_name", "<b>Jan</b>", "name"),
        ("first_name", "Іvan", "alphabet"),
        ("first_name", "Αnna", "alphabet"),
        ("first_name", "محمد", "alphabet"),
        ("last_name", "Kowalski\ufffd", "unreadable"),
        ("last_name", "Kowalski\ue000", "unreadable"),
        ("last_name", "K" * 256, "too_long"),
        ("street", "ul. Πolna 1", "alphabet"),
        ("postcode", "83300a", "postcode"),
        ("email", "x@example.com\nBcc: y@example.com", "email"),
        ("email", "a" * 65 + "@example.com", "email"),
        ("email", "nie-mail", "email"),
        ("phone", "12", "phone"),
        ("company_name", "<script>", "company"),
        ("language", "de", "choose"),
        ("channel", "fax", "choose"),
        ("clause-1", "", "choose"),
        ("regulamin_signed", "maybe", "choose"),
        ("note", "a" * 2001, "too_long"),
        ("note", "a\udce9b", "unreadable"),
    ],
)
def test_bad_input_gets_a_code_at_its_field(field: str, value: str, code: str) -> None:
    kind = {"customer_kind": "company"} if field == "company_name" else {}
    assert (field, code) in problems(**kind, **{field: value})


def test_the_email_must_be_typed_twice_alike() -> None:
    assert problems(email_again="josef@example.com") == [("email_again", "differs")]
    assert problems(email_again="JOZEF@example.com") == []


def test_a_company_needs_its_name_and_tax_number_and_a_person_does_not() -> None:
    company = {"customer_kind": "company", "first_name": "", "last_name": ""}
    assert problems(**company) == [("company_name", "required"), ("nip", "no_nip")]
    assert problems(**company, company_name="Wodnik sp. z o.o.", nip="0000000000") == [("nip", "nip")]
    assert problems(**company, company_name="Wodnik sp. z o.o.", nip="856-734-62-15") == []


@pytest.mark.parametrize("kind", [one.value for one in FiledBy if one is not FiledBy.SELF])
def test_whoever_acts_for_the_customer_is_named(kind: str) -> None:
    assert problems(filed_by=kind) == [("attorney_name", "required")]
    assert problems(filed_by=kind, attorney_name="Anna Lis") == []


@pytest.mark.parametrize(
    ("until", "code"),
    [
        ("", ""), ("31.12", ""), ("31.12.2030", ""), ("24.11.2026", ""), ("23.11.2026", ""),
        ("22.11.2026", "before_received"), ("31.02.2027", "date"), ("01.01.2040", "far_ahead"),
        ("01.11.2025", "too_old"),
    ],
)  # fmt: skip
def test_the_last_day_of_a_mandate_may_be_years_ahead_or_missing_but_not_before_the_paper(
    until: str, code: str
) -> None:
    told = {"filed_by": "heir", "attorney_name": "Anna Lis", "mandate_until": until}
    assert problems(**told) == ([("mandate_until", code)] if code else [])


def test_a_day_that_was_not_read_says_nothing_about_the_others() -> None:
    told = {"filed_by": "heir", "attorney_name": "Anna Lis", "mandate_until": "22.11.2026"}
    assert problems(**told, received_on="") == [("received_on", "required")]


def test_of_the_customers_own_paper_no_mandate_is_read() -> None:
    assert problems(mandate_until="31.02.2027") == []


def test_r3_the_copy_is_demanded_at_the_counter_and_not_offered_elsewhere() -> None:
    assert problems(copy_handed="") == [("copy_handed", "copy_required")]
    assert problems(channel="post", copy_handed="") == []
    assert problems(channel="email", copy_handed="yes") == [("copy_handed", "no_copy_by_post")]


def test_r1_each_channel_is_recorded() -> None:
    for channel in PAPER_CHANNELS:
        handed = "yes" if channel is Channel.COUNTER else ""
        assert problems(channel=channel.value, copy_handed=handed) == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("23.11.2026", date(2026, 11, 23)),
        ("23-11-2026", date(2026, 11, 23)),
        ("23112026", date(2026, 11, 23)),
        ("2311", date(2026, 11, 23)),
        ("23.11", date(2026, 11, 23)),
        ("2412", date(2026, 12, 24)),
        ("2026-11-23", date(2026, 11, 23)),
        ("d", TODAY),
        ("w", date(2026, 11, 23)),
        ("30.02.2026", None),
        ("0000", None),
        ("２３.１１.2026", None),
        ("soon", None),
    ],
)
def test_dates_are_understood_as_clerks_type_them(typed: str, meant: date | None) -> None:
    assert read_date(typed, TODAY) == meant
