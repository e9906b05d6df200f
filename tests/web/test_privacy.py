"""Personal data on the desk: what is erased and when, what stays of it, and a copy for whoever asks."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from provisioner import privacy
from provisioner.cases.viewing import all_viewed
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry
from provisioner.privacy.copies import copied
from provisioner.staff.roles import Role
from provisioner.web.pages.privacy.copy import case_view, letter
from tests.factories import NOW, approved, member, recorded
from tests.letters.verapdf import FLAVOURS, fetch, verdicts
from tests.mandated import REVOKED, acting, revoke
from tests.privacy.desk import CUSTOMER, LATER, close, erasing, refused
from tests.usecases.test_change_of_owner import NEW_OWNER, approve, filed
from tests.web.desk import DeskUnderTest, desk_over
from tests.web.page import Browser
from tests.web.rows import events
from tests.web.test_bad_input import CORPUS, as_bytes


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> Iterator[DeskUnderTest]:
    """A desk whose worker may erase, on both databases."""
    with erasing(database_url, tmp_path) as database:
        yield desk_over(database)


def approver(desk: DeskUnderTest) -> Browser:
    return desk.as_(Role.APPROVER, name="Barbara Lis")


def test_what_is_erased_soon_stands_on_the_page_before_it_happens(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        refused(session)
        recorded(session, customer_number="200001")
    desk.clock.advance(days=59)
    assert "2026/000001" not in approver(desk).get("/privacy").main
    desk.clock.advance(days=2)
    page = approver(desk).get("/privacy")
    assert "2026/000001 refused application Tue 24 Nov 2026 Mon 22 Feb" in " ".join(page.main.split())
    assert "2026/000002" not in page.main


def test_of_an_erased_case_number_dates_ground_and_people_stay(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        case = refused(session)
    with desk.database.transaction() as session:
        privacy.erase_due(session, LATER, 25)
    page = approver(desk).get(f"/applications/{case}")
    told = " ".join(page.main.split())
    assert (page.status, page.title.startswith("2026/000001")) == (200, True)
    for said in ("were erased", "refused application", "at the counter", "Anna Nowak", "Barbara Lis", "Refused"):
        assert said in told
    assert "Żółkiewski" not in page.text
    assert "2026/000001" in approver(desk).get("/privacy/erased").main
    journal_page = desk.as_(Role.AUDITOR, name="Ewa Rewizor").get("/journal?case=2026/000001")
    assert "erased the personal data of the case" in journal_page.main
    assert "application 2026/000001" in " ".join(journal_page.main.split())


def test_an_unknown_case_is_still_unknown(desk: DeskUnderTest) -> None:
    assert approver(desk).get("/applications/00000000-0000-0000-0000-000000000000").status == 404


def test_a_copy_holds_all_of_one_person_and_nobody_else(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        account = approved(session)
        recorded(session, customer_number="200001", first_name="Anna", last_name="Kos", email="anna@example.com",
                 email_again="anna@example.com")  # fmt: skip
        all_viewed(session, [account.case_id], by=member(session, "Ewa Rewizor").id, at=NOW, decides=True)
    browser = approver(desk)
    page = browser.send(browser.get("/privacy"), "/privacy/copy", person="104233", name=CUSTOMER)
    told = " ".join(page.main.split())
    for said in ("Józef", "jozef@example.com", "601 234 567", "ul. Polna 7 m. 2", "recorded the application"):
        assert said in told, said
    assert "When somebody looked at it" in told
    for absent in ("Kos", "anna@example.com", "Anna Nowak", "Ewa Rewizor"):
        assert absent not in told, absent


@pytest.mark.parametrize("asked", ["104233", " JOZEF@example.com "])
def test_the_file_says_the_same_with_purpose_basis_and_time(desk: DeskUnderTest, asked: str) -> None:
    with desk.database.transaction() as session:
        approved(session)
    browser = approver(desk)
    token = browser.get("/privacy").form("/privacy/copy")["csrf_token"]
    data = {"csrf_token": token, "person": asked, "name": " zolkiewski JÓZEF", "kind_of_file": "json"}
    answer = browser.client.post("/privacy/copy", data=data)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    told = json.loads(answer.data)
    (case,) = told["cases"]
    assert case["data"]["application"][0]["email"] == "jozef@example.com"
    assert case["data"]["account"][0]["login"] == "104233"
    assert [line["event"] for line in case["journal"]] == ["application:recorded", "application:approved"]
    assert told["why"]["account"]["basis"].startswith("art. 6(1)(b)")
    assert "password" not in {name for row in case["data"]["account"] for name in row if "until" not in name}


def test_the_copy_says_who_acted_for_the_customer_and_until_when(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        revoke(session, acting(session))
    browser = approver(desk)
    page = browser.send(browser.get("/privacy"), "/privacy/copy", person="104233", name=CUSTOMER)
    assert "Mandates of whoever acts for the customer" in page.main
    assert "Kind an attorney Last day Friday 31 December 2027" in page.main
    assert f"Name Anna Lis Why it ended {REVOKED}" in page.main


def test_the_journal_of_each_case_notes_the_copy(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        case = recorded(session).id
    browser = approver(desk)
    browser.send(browser.get("/privacy"), "/privacy/copy", person="104233", name=CUSTOMER)
    assert events(desk.database)[-1] == Event.CASE_DISCLOSED
    with desk.database.reading() as session:
        line = session.scalars(sa.select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1)).one()
    assert (line.object_id, line.actor) == (str(case), f"staff:{desk.staff_id('Barbara Lis')}")


UNKNOWN = "There is no customer with these data: write the number, login or e-mail, and the name as on the paper"


@pytest.mark.parametrize(
    ("asked", "name", "told"),
    [
        ("", CUSTOMER, {"person": "Write a customer number, a login or an e-mail address"}),
        ("104233", "", {"name": "Write the first name and surname, or the name of the company"}),
        ("999", CUSTOMER, {"person": UNKNOWN}),
        ("104233", "Józef", {"person": UNKNOWN}),
        ("104233", "Anna Lis", {"person": UNKNOWN}),
    ],
)
def test_nobody_found_is_said_at_the_field_and_notes_nothing(
    desk: DeskUnderTest, asked: str, name: str, told: dict[str, str]
) -> None:
    with desk.database.transaction() as session:
        acting(session, attorney_name="Anna Lis")
    browser = approver(desk)
    page = browser.send(browser.get("/privacy"), "/privacy/copy", person=asked, name=name)
    assert (page.status, page.summary()) == (400, told)
    assert {field: page.field_error(field) for field in told} == told
    assert Event.CASE_DISCLOSED not in events(desk.database)


@pytest.mark.parametrize("kind", ["", "json"])
def test_the_copy_of_one_owner_of_a_number_says_nothing_of_another(desk: DeskUnderTest, kind: str) -> None:
    with desk.database.transaction() as session:
        approved(session)
        close(session)
    approve(desk.database, filed(desk.database, **NEW_OWNER))
    browser = approver(desk)
    data = {"csrf_token": browser.get("/privacy").form("/privacy/copy")["csrf_token"], "kind_of_file": kind}
    for name, theirs, others in (
        (CUSTOMER, "jozef@example.com", "nowa@example.com"), ("Anna Nowa", "nowa@example.com", "jozef@example.com"),
    ):  # fmt: skip
        answer = browser.client.post("/privacy/copy", data=data | {"person": "104233", "name": name})
        told = answer.get_data(as_text=True)
        assert (theirs in told, others in told) == (True, False), name


def test_an_auditor_sees_erasures_and_gives_no_copies_a_clerk_neither(desk: DeskUnderTest) -> None:
    auditor = desk.as_(Role.AUDITOR, name="Ewa Rewizor").get("/privacy")
    assert not auditor.has_form("/privacy/copy")
    assert desk.as_(Role.CLERK).get("/privacy").status == 403


def test_what_came_due_long_ago_stands_there_too(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        refused(session)
    desk.clock.now = LATER + timedelta(days=5)
    assert "2026/000001" in approver(desk).get("/privacy").main


def test_hostile_texts_find_nobody_and_break_nothing(desk: DeskUnderTest) -> None:
    browser = approver(desk)
    token = browser.get("/privacy").form("/privacy/copy")["csrf_token"]
    for name, bad in CORPUS.items():
        data = {"csrf_token": token, "person": as_bytes(bad), "name": as_bytes(bad)}
        answer = browser.client.post("/privacy/copy", data=data)
        assert answer.status_code in (400, 413), name
        assert "<script>alert" not in answer.get_data(as_text=True), name


def as_pdf(desk: DeskUnderTest) -> TestResponse:
    browser = approver(desk)
    data = {"csrf_token": browser.get("/privacy").form("/privacy/copy")["csrf_token"], "kind_of_file": "pdf"}
    return browser.client.post("/privacy/copy", data=data | {"person": "104233", "name": CUSTOMER})


def test_the_copy_on_paper_says_what_the_page_says(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        approved(session)
    with desk.database.reading() as session, desk.app.test_request_context("/"):
        made = letter([case_view(one) for one in copied(session, "104233", CUSTOMER)], NOW)
    told = str(made.blocks)
    for said in ("ul. Polna 7 m. 2", "601 234 567", "klauzula 1: tak", "zatwierdził(a) wniosek"):
        assert said in told, said
    assert (made.recipient.lines, made.number) == (["Józef Żółkiewski"], "2026/000001")
    assert "Anna Nowak" not in told
    answer = as_pdf(desk)
    assert (answer.status_code, answer.mimetype, answer.data[:4]) == (200, "application/pdf", b"%PDF")


def test_a_copy_that_no_font_can_print_is_told_and_keeps_what_was_typed(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        recorded(session, note="李")
    answer = as_pdf(desk)
    assert answer.status_code == 409
    assert "a character that our fonts do not have" in answer.text
    assert 'value="104233"' in answer.text


@pytest.mark.patient
def test_the_copy_on_paper_is_pdf_ua_1_and_pdf_a_2a(small_desk: DeskUnderTest, tmp_path: Path) -> None:
    with small_desk.database.transaction() as session:
        approved(session)
    file = tmp_path / "copy.pdf"
    file.write_bytes(as_pdf(small_desk).data)
    found = verdicts(fetch(tmp_path), [file])
    assert found == {flavour: [f"PASS {file} {flavour}"] for flavour in FLAVOURS}
