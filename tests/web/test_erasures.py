"""A request to erase at the desk: from the person's case over the form to the approval, the worker and the answer."""

from uuid import UUID

import pytest
import sqlalchemy as sa

from provisioner import privacy
from provisioner.accounts.tables import Account
from provisioner.cases.status import CaseStatus
from provisioner.erasures.tables import ErasureRequest
from provisioner.journal import Event
from provisioner.staff.roles import Role
from tests.asked import APPROVER, CLERK, PAPER, asked, kept, left
from tests.factories import approved, recorded
from tests.privacy.desk import close, erasing, refused
from tests.web.desk import DeskUnderTest, desk_over
from tests.web.page import Browser, Page
from tests.web.rows import events, rows
from tests.web.test_recheck import SILENT
from tests.web.test_statements import MOST, counted

REGISTERS = ("/privacy/requests", "/privacy/erased")
NEW, APPROVE, EXTEND = "/erasures/new", "/approve", "/extend"


@pytest.fixture
def account(desk: DeskUnderTest) -> Account:
    """A customer who has left."""
    with desk.database.transaction() as session:
        return left(session)


@pytest.fixture
def waiting(desk: DeskUnderTest, account: Account) -> UUID:
    """A request that a clerk has recorded."""
    with desk.database.transaction() as session:
        return asked(session).id


def clerk(desk: DeskUnderTest) -> Browser:
    return desk.as_(Role.CLERK, name=CLERK)


def approver(desk: DeskUnderTest) -> Browser:
    return desk.as_(Role.APPROVER, name=APPROVER)


def cells(page: Page) -> list[list[str]]:
    """Number, day, what and fate of each case of the person."""
    lines = page.soup.select(".case-grid table tbody tr")
    return [[" ".join(cell.get_text(" ").split()) for cell in line.find_all(["th", "td"])] for line in lines]


def test_a_clerk_records_it_from_the_case_with_what_is_known(desk: DeskUnderTest, account: Account) -> None:
    browser = clerk(desk)
    case = browser.get(f"/applications/{account.case_id}")
    (way,) = [str(link["href"]) for link in case.soup.find_all("a") if "request to erase" in link.text]
    form = browser.get(way)
    typed = form.form(NEW)
    assert {name: typed[name] for name in ("customer_number", "last_name", "street", "postcode")} == {
        "customer_number": "104233", "last_name": "Żółkiewski", "street": "ul. Polna 7 m. 2", "postcode": "83-300",
    }  # fmt: skip
    page = browser.send(form, NEW, channel="email", received_on="24.11.2026", answer_email="jozef@example.com")
    assert "Saved 2026/000002." in page.text
    assert "The person is to have the answer by the end of Monday 28 December 2026" in page.main
    assert cells(page) == [["2026/000001", "Mon 23 Nov", "application and account Closed", "to be erased"]]
    assert not page.has_form(APPROVE)
    queued = approver(desk).get("/")
    assert "erasure of data" in queued.main
    assert "2026/000002" in browser.get("/search?q=zolkiewski").main
    assert "Mon 28 Dec" in queued.main


def test_approved_carried_out_and_answered(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    with erasing(database_url, tmp_path_factory.mktemp("list")) as database:
        desk = desk_over(database)
        with database.transaction() as session:
            left(session)
            refused(session)
            request = asked(session).id
        browser = approver(desk)
        page = browser.get(f"/applications/{request}")
        assert "Once approved, 2 cases are erased for good" in page.main
        page = browser.send(page, APPROVE)
        assert "The data are being erased" in page.main
        assert browser.client.get(f"/erasures/{request}/letter.pdf").status_code == 404, "not all of it is true yet"
        with database.transaction() as session:
            privacy.erase_due(session, desk.clock(), 25)
        page = browser.get(f"/erasures/{request}")
        assert "and carried out" in page.main
        assert [row[-1] for row in cells(page)] == ["erased", "erased"]
        letter = browser.client.get(f"/erasures/{request}/letter.pdf")
        assert (letter.status_code, letter.data[:4]) == (200, b"%PDF")
        erased = browser.get("/privacy/erased").main
        assert "the person's request" in erased
        assert APPROVER in erased


def test_an_account_that_lives_hinders_in_words_and_a_held_part_is_kept(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        account = approved(session)
        refused(session)
        request = asked(session).id
    browser = approver(desk)
    page = browser.get(f"/erasures/{request}")
    assert "the person still has an account: close the account first" in page.main
    assert not page.has_form(APPROVE)
    with desk.database.transaction() as session:
        kept(session, account.case_id)
    page = browser.get(f"/erasures/{request}")
    assert "1 case is kept by an exception." in page.main
    assert "kept until" in cells(page)[0][-1]
    assert "spór o fakturę z maja 2026" in cells(page)[0][-1]
    page = browser.send(page, APPROVE)
    assert [row[-1][:10] for row in cells(page)] == ["kept until", "is being e"]


def test_a_hold_put_after_the_approval_is_told_and_no_letter_says_otherwise(
    desk: DeskUnderTest, account: Account, waiting: UUID
) -> None:
    browser = approver(desk)
    browser.send(browser.get(f"/erasures/{waiting}"), APPROVE)
    with desk.database.transaction() as session:
        kept(session, account.case_id)
    page = browser.get(f"/erasures/{waiting}")
    assert cells(page)[0][-1] == "held back since the approval: see its page"
    assert browser.client.get(f"/erasures/{waiting}/letter.pdf").status_code == 404


def test_polish_hindrance_says_close_the_account_first(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        approved(session)
        request = asked(session).id
    browser = approver(desk)
    browser.client.set_cookie("desk-language", "pl")
    assert "najpierw zamknij konto" in browser.get(f"/erasures/{request}").main
    assert "najpierw zamknij konto" in browser.get("/").main


def test_another_person_of_the_same_number_is_left_alone(desk: DeskUnderTest, waiting: UUID) -> None:
    with desk.database.transaction() as session:
        recorded(session, first_name="Anna", last_name="Nowa")
    page = approver(desk).get(f"/erasures/{waiting}")
    assert "1 case of this customer number bears another name and is left alone." in page.main
    assert len(cells(page)) == 1
    assert page.has_form(APPROVE)


def test_problems_are_told_at_their_fields_and_everything_typed_is_kept(desk: DeskUnderTest) -> None:
    browser = clerk(desk)
    page = browser.send(browser.get(NEW), NEW, street="Długa 1", asked_by="attorney", postcode="8")
    assert page.status == 400
    assert list(page.summary()) == [
        "channel-0", "received_on", "customer_number", "last_name", "attorney_name", "postcode"
    ]  # fmt: skip
    assert page.field_error("last_name") == "Write the surname, or the company's name"
    assert page.form(NEW)["street"] == "Długa 1"
    assert rows(desk.database, ErasureRequest) == []


@pytest.mark.parametrize(
    ("asker", "told"),
    [("manager", "a manager"), ("guardian", "a legal guardian"), ("curator", "a curator"), ("heir", "an heir")],
)
def test_whoever_asks_for_the_person_is_keyed_as_what_they_are(desk: DeskUnderTest, asker: str, told: str) -> None:
    browser = clerk(desk)
    form = browser.get(NEW)
    (hangs_on,) = form.soup.select("[data-when]:has(#attorney_name)")
    assert asker in str(hangs_on["data-when"])
    unnamed = browser.send(form, NEW, **PAPER | {"asked_by": asker})
    assert list(unnamed.summary()) == ["attorney_name"]
    page = browser.send(unnamed, NEW, attorney_name="Zarządca Sp. z o.o.")
    assert f"Who asks {told}: Zarządca Sp. z o.o." in page.main
    assert "the proof is missing" in page.main
    (one,) = rows(desk.database, ErasureRequest)
    form = browser.get(f"/erasures/{one.id}/edit")
    shown = browser.send(form, "/edit", proof="pełnomocnictwo z 1.11.2026")
    assert "Proof pełnomocnictwo z 1.11.2026" in shown.main
    assert "the proof is missing" not in shown.main


def test_the_office_does_not_ask_itself(desk: DeskUnderTest) -> None:
    browser = clerk(desk)
    assert "asked_by-0" in browser.send(browser.get(NEW), NEW, **PAPER | {"asked_by": "office"}).summary()


def test_the_same_form_sent_twice_is_one_request_and_another_content_is_told(desk: DeskUnderTest) -> None:
    browser = clerk(desk)
    form = browser.get(NEW)
    browser.send(form, NEW, **PAPER)
    assert "Saved 2026/000001." in browser.send(form, NEW, **PAPER).text
    assert browser.send(form, NEW, **PAPER | {"town": "Gdynia"}).status == 409
    assert len(rows(desk.database, ErasureRequest)) == 1


def test_it_is_corrected_and_completed(desk: DeskUnderTest, waiting: UUID) -> None:
    browser = clerk(desk)
    page = browser.send(browser.get(f"/erasures/{waiting}/edit"), "/edit", town="Gdynia")
    assert "Saved 2026/000002." in page.text
    assert "Town: Kartuzy → Gdynia" in " ".join(page.main.split())
    deciding = approver(desk)
    page = deciding.send(deciding.get(f"/erasures/{waiting}"), "/return", missing="kto prosi?")
    assert "Missing: kto prosi?" in page.main
    assert "Letter about what is missing (PDF)" in page.main
    assert browser.client.get(f"/erasures/{waiting}/letter.pdf").data[:4] == b"%PDF"
    form = browser.get(f"/erasures/{waiting}/edit")
    assert "kto prosi?" in form.main
    page = browser.send(form, "/edit", completed_on="24.11.2026", asked_by="attorney", attorney_name="Jan Mecenas")
    assert "by the end of Monday 28 December 2026" in page.main
    assert "an attorney: Jan Mecenas" in page.main
    assert "Who asks: the customer → an attorney" in " ".join(page.main.split())


@pytest.mark.parametrize(
    ("action", "field", "status"),
    [("/refuse", "refuse_reason", CaseStatus.REFUSED), ("/withdraw", "withdraw_reason", CaseStatus.WITHDRAWN)],
)
def test_it_is_refused_or_withdrawn_with_a_reason(
    desk: DeskUnderTest, waiting: UUID, action: str, field: str, status: CaseStatus
) -> None:
    browser = approver(desk)
    page = browser.send(browser.get(f"/erasures/{waiting}"), action, **{field: " "})
    assert (page.status, page.field_error(field) != "") == (400, True)
    page = browser.send(page, action, **{field: "dane są potrzebne w sporze"})
    assert "Reason: dane są potrzebne w sporze" in page.main
    assert rows(desk.database, ErasureRequest)[0].status is status
    owed = browser.client.get(f"/erasures/{waiting}/letter.pdf").status_code
    assert owed == (200 if status is CaseStatus.REFUSED else 404)
    assert len(rows(desk.database, Account)) == 1


def test_two_months_more_are_taken_once_with_a_reason_and_told(desk: DeskUnderTest, waiting: UUID) -> None:
    browser = approver(desk)
    page = browser.send(browser.get(f"/erasures/{waiting}"), EXTEND, extend_reason="")
    assert (page.status, page.field_error("extend_reason") != "") == (400, True)
    late = browser.get(f"/erasures/{waiting}")
    page = browser.send(late, EXTEND, extend_reason="wiele spraw w archiwum")
    assert "The answer is due on Tuesday 23 February 2027" in page.text
    assert "wiele spraw w archiwum" in page.main
    assert "Letter about the longer term (PDF)" in page.main
    assert not page.has_form(EXTEND)
    assert browser.client.get(f"/erasures/{waiting}/letter.pdf").data[:4] == b"%PDF"
    assert browser.send(late, EXTEND, extend_reason="jeszcze").status == 409
    typed = page.form(APPROVE) | {"extend_reason": "jeszcze"}
    again = browser.client.post(f"/erasures/{waiting}/extend", data=typed)
    assert again.status_code == 409
    assert "decide now" in again.text
    assert events(desk.database).count(Event.REQUEST_EXTENDED) == 1


def test_after_the_month_nobody_can_take_more_time(desk: DeskUnderTest, waiting: UUID) -> None:
    desk.clock.advance(days=31)
    page = approver(desk).get(f"/erasures/{waiting}")
    assert not page.has_form(EXTEND)
    assert "Overdue: the answer was due on" in page.main


def test_p6_the_recorder_never_decides(desk: DeskUnderTest, waiting: UUID) -> None:
    both = desk.as_(Role.CLERK, Role.APPROVER, name=CLERK)
    page = both.get(f"/erasures/{waiting}")
    assert "somebody else has to decide" in page.main
    assert not page.has_form(APPROVE)
    assert not page.has_form("/refuse")
    typed = {"csrf_token": page.form("/withdraw")["csrf_token"], "revision": "1"}
    assert both.client.post(f"/erasures/{waiting}/approve", data=typed).status_code == 403
    assert str(events(desk.database)[-1]) == "staff:own-entry-decision-refused"


def test_a_colleague_who_was_faster_is_named_and_a_double_click_is_no_error(desk: DeskUnderTest, waiting: UUID) -> None:
    browser, other = approver(desk), desk.as_(Role.APPROVER, name="Cezary Trzeci")
    page, late = browser.get(f"/erasures/{waiting}"), other.get(f"/erasures/{waiting}")
    browser.send(page, APPROVE)
    assert "Already approved (by you" in browser.send(page, APPROVE).text
    late = other.send(late, "/refuse", refuse_reason="nie")
    assert late.status == 409
    assert f"{APPROVER} decided" in late.main


def test_while_keycloak_is_silent_a_decision_waits_with_what_was_typed(desk: DeskUnderTest, waiting: UUID) -> None:
    browser = approver(desk)
    page = browser.get(f"/erasures/{waiting}")
    desk.clock.advance(minutes=2)
    desk.realm.trouble = SILENT
    held = browser.send(page, EXTEND, extend_reason="wiele spraw")
    assert held.status == 503
    assert held.form(EXTEND)["extend_reason"] == "wiele spraw"


def test_pages_ask_the_database_eight_times_at_most(desk: DeskUnderTest, waiting: UUID) -> None:
    with desk.database.transaction() as session:
        for number in range(5):
            approved(session, customer_number=f"20000{number}")
            asked(session, customer_number=f"20000{number}")
    browser = approver(desk)
    browser.get("/calendar")
    for path in (f"/erasures/{waiting}", f"/erasures/{waiting}/edit", "/", "/privacy", *REGISTERS):
        with counted(desk.database) as sent:
            assert browser.client.get(path).status_code == 200
        assert len(sent) <= MOST, "\n".join([path, *sent])


def test_a_request_is_found_and_copied_for_whoever_asks(desk: DeskUnderTest, waiting: UUID) -> None:
    browser = approver(desk)
    page = browser.send(browser.get("/privacy"), "/privacy/copy", person="104233", name="Józef Żółkiewski")
    assert "Case 2026/000002" in page.main
    assert "Request to erase" in page.main


def test_an_unknown_request_is_unknown(desk: DeskUnderTest, account: Account) -> None:
    browser = approver(desk)
    for ending in ("", "/edit", "/letter.pdf"):
        assert browser.client.get(f"/erasures/{account.case_id}{ending}").status_code == 404


def test_closed_later_it_can_be_approved(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        approved(session)
        request = asked(session).id
    with desk.database.transaction() as session:
        close(session)
    browser = approver(desk)
    browser.send(browser.get(f"/erasures/{request}"), APPROVE)
    with desk.database.reading() as session:
        status = session.scalar(sa.select(ErasureRequest.status).where(ErasureRequest.id == request))
    assert status is CaseStatus.APPROVED
