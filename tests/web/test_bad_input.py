"""Hostile and clumsy input in every field of the intake: a message or plain text, nothing broken, never a 500 (P10)."""

import pytest

from provisioner.applications.tables import Application
from provisioner.staff.roles import Role
from tests.factories import PAPER
from tests.web.desk import DeskUnderTest
from tests.web.rows import count, rows
from tests.web.test_intake import NEW, typed

pytestmark = pytest.mark.sweep

CORPUS = {
    "spaces": "   ",
    "long": "a" * 100_000,
    "cyrillic": "Іван Петренко",
    "greek lookalike": "Αnna",
    "arabic": "محمد",
    "emoji": "Anna 😀",
    "nul": "An\x00na",
    "escape": "An\x1b[31mna",
    "newline": "Anna\nNowak",
    "zero width": "An\u200bna",
    "bidi": "An\u202ena",
    "line separator": "An\u2028na",
    "html": "<script>alert(1)</script>",
    "attribute": '" onfocus=alert(1) x="',
    "sql": "'; DROP TABLE application; --",
    "header": "jan@example.com\r\nBcc: all@example.com",
    "encoded word": "=?utf-8?q?=0aBcc:_all=40example.com?=",
    "template": "{{7*7}}{% raw %}",
    "format": "%s%(x)s{0.__class__}",
    "path": "../../etc/passwd",
    "formula": "=1+1",
    "31 february": "31.02.2026",
    "year 0": "01.01.0000",
    "year 99999": "01.01.99999",
    "digits of another script": "٢٣.١١.٢٠٢٦",
    "invalid nip": "1645865778",
    "zero nip": "0000000000",
    "number": "-1",
    "surrogate bytes": "\udce9",
}

FIELDS = [
    *PAPER,
    "company_name",
    "nip",
    "attorney_name",
    "mandate_until",
    "original_location",
    "note",
    "form_key",
    "clause-1",
]
COMPANY = {"customer_kind": "company", "company_name": "Firma", "nip": "8567346215", "filed_by": "attorney",
           "attorney_name": "Jan Kos"}  # fmt: skip


@pytest.mark.parametrize("bad", CORPUS.values(), ids=CORPUS.keys())
def test_every_field_takes_it_as_text_or_says_what_is_wrong(small_desk: DeskUnderTest, bad: str) -> None:
    browser = small_desk.as_(Role.CLERK)
    page = browser.get(NEW)
    good = {**typed(page), **COMPANY, "csrf_token": page.form(NEW)["csrf_token"]}
    for field in FIELDS:
        before = count(small_desk.database)
        answer = browser.client.post(NEW, data={name: as_bytes(value) for name, value in {**good, field: bad}.items()})
        text = answer.get_data(as_text=True)
        assert answer.status_code in (303, 400, 413), field
        if answer.status_code == 400:
            assert 'id="summary"' in text, field
            assert "Check what is typed here" not in text, field
            assert count(small_desk.database) == before, field
        assert "<script>alert" not in text, field
        assert " onfocus=" not in text.replace("&#34; onfocus=", ""), field


def as_bytes(value: str) -> bytes:
    return value.encode("utf-8", "surrogateescape")


@pytest.mark.parametrize(
    "field, bad, code",
    [
        ("customer_number", "12", "Check the customer number"),
        ("received_on", "31.02.2026", "Write a real day"),
        ("received_on", "25.11.2026", "This day has not come yet"),
        ("received_on", "23.11.2024", "This day is more than a year ago"),
        ("document_date", "24.11.2026", "The document cannot be dated after"),
        ("first_name", "Anna\ue000", "Some characters cannot be read"),
        ("last_name", "Νowak", "Write this in Latin, Greek or Cyrillic letters"),
        ("last_name", "Nowak2", "A name holds letters"),
        ("company_name", "a" * 256, "Shorten this text"),
        ("nip", "1645865778", "Check the NIP"),
        ("nip", "0000000000", "Check the NIP"),
        ("postcode", "83300a", "A postcode has five digits"),
        ("email", "jan@", "Check the e-mail address"),
        ("email", "żuk@example.com", "Check the e-mail address"),
        ("phone", "12", "Check the phone number"),
        ("note", "a" * 2001, "Shorten the note"),
    ],
)
def test_each_mistake_has_its_own_words(small_desk: DeskUnderTest, field: str, bad: str, code: str) -> None:
    browser = small_desk.as_(Role.CLERK)
    page = browser.get(NEW)
    answer = browser.send(page, NEW, **{**typed(page), **COMPANY, field: bad})
    assert answer.status == 400
    assert answer.field_error(field).startswith(code)
    assert count(small_desk.database) == 0


def test_more_than_a_megabyte_is_refused_before_it_is_read(small_desk: DeskUnderTest) -> None:
    browser = small_desk.as_(Role.CLERK)
    page = browser.get(NEW)
    answer = browser.send(page, NEW, **typed(page, note="a" * 1_100_000))
    assert answer.status == 413
    assert "one megabyte" in answer.main


def test_a_field_sent_twice_is_refused(small_desk: DeskUnderTest) -> None:
    browser = small_desk.as_(Role.CLERK)
    page = browser.get(NEW)
    values: dict[str, object] = {**page.form(NEW), **typed(page), "email": ["a@example.com", "b@example.com"]}
    assert browser.post(NEW, data=values).status == 400
    assert browser.get("/?status=recorded&status=incomplete").status == 400


def test_fields_that_are_not_on_the_form_change_nothing(small_desk: DeskUnderTest) -> None:
    browser = small_desk.as_(Role.CLERK)
    page = browser.get(NEW)
    extra = {"status": "approved", "decided_by": "x", "revision": "7", "reserved_login": "root", "number": "1/1"}
    browser.post(NEW, data=page.form(NEW) | typed(page) | extra)
    saved = rows(small_desk.database, Application)[0]
    assert (saved.status, saved.revision, saved.reserved_login) == ("recorded", 1, "104233")


def test_hostile_addresses_filter_nothing_and_break_nothing(small_desk: DeskUnderTest) -> None:
    browser = small_desk.as_(Role.CLERK)
    for bad in CORPUS.values():
        text = bad[:3000].encode("utf-8", "surrogateescape")
        for path, name in (("/", "status"), ("/", "channel"), ("/accounts", "q"), ("/accounts", "status"),
                           ("/calendar", "received_on"), ("/calendar", "channel")):  # fmt: skip
            assert browser.get(path, query_string={name: text}).status == 200, (path, name, bad[:20])
