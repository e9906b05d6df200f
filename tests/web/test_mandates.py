"""On the case everybody sees who acts for the customer and until when; one proposes a mandate, another confirms it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from provisioner.accounts.mandates.rules import Granted, MandateKind
from provisioner.accounts.mandates.standing import end_with_account
from provisioner.accounts.mandates.tables import Mandate
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.applications.rules import FiledBy
from provisioner.applications.tables import Application
from provisioner.corrections import propose_mandate
from provisioner.corrections.tables import Correction
from provisioner.outbox.tables import Task
from provisioner.staff.roles import Role
from tests.factories import NOW, approved, member, recorded
from tests.mandated import APPROVER, NEW, PAPER, REVOKED, acting, extend, record, revoke, stand
from tests.web.desk import DeskUnderTest
from tests.web.page import Browser, Page, kept
from tests.web.rows import rows

RECORD, EXTEND, REVOKE, UNBLOCK = "/mandate", "/mandate/extend", "/mandate/revoke", "/unblock-account"
TYPED = {
    "mandate_kind": "guardian", "mandate_name": "Ewa Kos", "mandate_until": "30.06.2028",
    "mandate_proof": "postanowienie sądu z 20.11.2026",
}  # fmt: skip
Status = AccountStatus
POLISH: dict[str, str] = {"language": "pl"}


def approver(desk: DeskUnderTest, name: str = APPROVER) -> Browser:
    return desk.as_(Role.APPROVER, name=name)


def case(browser: Browser, account: Account, **words: str) -> Page:
    if words:
        browser.client.set_cookie("desk-language", words["language"])
    return browser.get(f"/applications/{account.case_id}")


def used(desk: DeskUnderTest, status: AccountStatus = Status.ACTIVATED, **changed: Any) -> Account:
    """An account that an attorney uses."""
    with desk.database.transaction() as session:
        return acting(session, status, **changed)


def over(desk: DeskUnderTest) -> Account:
    """The same, blocked because the mandate has ended."""
    account = used(desk)
    with desk.database.transaction() as session:
        revoke(session, account)
        stand(session, account, Status.BLOCKED)
    return account


def own_form(page: Page, action: str) -> bool:
    """Whether the page has the form of exactly this address."""
    return any(str(form.get("action")).endswith(action) for form in page.soup.find_all("form"))


def test_everybody_reads_who_acts_and_how_long(desk: DeskUnderTest) -> None:
    account = used(desk, mandate_until="31.12.2026")
    for role in (Role.CLERK, Role.AUDITOR, Role.APPROVER):
        page = case(desk.as_(role, name="Celina Dudek"), account)
        assert "Mandate Who acts for the customer an attorney: Anna Lis" in page.main
        assert "valid until Thursday 31 December 2026 (37 days left)" in page.main
        assert own_form(page, REVOKE) is (role is Role.APPROVER)
        assert own_form(page, EXTEND) is (role is not Role.AUDITOR)
        assert not own_form(page, RECORD)
    page = case(approver(desk), account, **POLISH)
    assert "Umocowanie Kto działa za klienta pełnomocnik: Anna Lis" in page.main
    assert "ważne do 31 grudnia 2026 (czwartek) (zostało 37 dni)" in page.main


@pytest.mark.parametrize(
    ("until", "english", "polish"),
    [
        ("", "no end is known", "koniec nie jest znany"),
        ("24.11.2026", "(ends today)", "(kończy się dziś)"),
        ("25.11.2026", "(1 day left)", "(został 1 dzień)"),
        ("26.11.2026", "(2 days left)", "(zostały 2 dni)"),
    ],
)
def test_how_long_it_lasts_stands_in_words(desk: DeskUnderTest, until: str, english: str, polish: str) -> None:
    account, browser = used(desk, mandate_until=until), approver(desk)
    assert english in case(browser, account).main
    assert polish in case(browser, account, **POLISH).main


def test_a_customer_who_acts_alone_has_no_card_but_for_who_may_propose_a_mandate(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        account = approved(session)
        stand(session, account, Status.ACTIVATED)
    assert "Mandate" not in case(desk.as_(Role.AUDITOR), account).main
    clerk = desk.as_(Role.CLERK, name="Celina Clerk")
    page = case(clerk, account)
    assert "No mandate is recorded: the customer acts alone." in page.main
    page = clerk.send(page, RECORD, **TYPED)
    assert "The mandate is proposed" in page.text
    assert "Proposed mandate What is proposed somebody acts for the customer from now on" in page.main
    assert "a legal guardian: Ewa Kos" in page.main
    assert "Signed by: – → a legal guardian" in page.main
    assert not own_form(page, RECORD)
    assert rows(desk.database, Mandate) == []
    browser = approver(desk)
    assert "1 proposal to be confirmed" in browser.get("/accounts").text
    page = case(browser, account, **POLISH)
    assert "Kto działa za klienta opiekun prawny: Ewa Kos" in page.main
    page = case(browser, account, language="en")
    unseen = browser.send(page, "/correction/confirm")
    assert "Compare the proposal with the paper" in unseen.field_error("compared")
    page = browser.send(unseen, "/correction/confirm", compared="yes")
    assert "The mandate is confirmed." in page.text
    assert "a legal guardian: Ewa Kos" in page.main
    assert "postanowienie sądu z 20.11.2026" in page.main
    (one,) = rows(desk.database, Mandate)
    assert (one.kind, one.until, one.granted_at) == (MandateKind.GUARDIAN, date(2028, 6, 30), NOW)
    assert rows(desk.database, Account)[0].status is Status.ACTIVATED


def confirmed(desk: DeskUnderTest, account: Account, name: str = "Karol Zych") -> Page:
    """What another approver sees after the press."""
    other = approver(desk, name)
    return other.send(case(other, account), "/correction/confirm", compared="yes")


def test_extended_it_shows_the_new_day_and_the_history_the_former_one(desk: DeskUnderTest) -> None:
    account, browser = used(desk), approver(desk)
    page = browser.send(case(browser, account), EXTEND, mandate_until="30.06.2028", mandate_proof="aneks z 20.11.2026")
    assert "You proposed this yourself, so somebody else has to confirm it." in page.main
    assert not page.has_form("/correction/confirm")
    page = confirmed(desk, account)
    assert "valid until Friday 30 June 2028" in page.main
    assert "Karol Zych extended the mandate" in page.main.replace(" · ", " ")
    assert "31.12.2027" in page.main
    assert "aneks z 20.11.2026" in page.main
    page = browser.send(case(browser, account), EXTEND, mandate_endless="yes", mandate_proof="bezterminowe")
    assert "Until when no end is known" in page.main
    assert "No end is known: no → yes" in page.main
    assert "no end is known" in confirmed(desk, account).main


def test_a_proposal_that_has_waited_past_its_own_last_day_can_only_be_rejected(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        account = approved(session)
        stand(session, account, Status.ACTIVATED)
        told = replace(NEW, until=date(2026, 11, 23))
        propose_mandate(session, account.case_id, told, by=member(session, "Celina Clerk"), at=NOW)
    page = case(approver(desk), account)
    assert "The last day of the proposed mandate is over: reject the proposal." in page.main
    assert not page.has_form("/correction/confirm")
    assert "Ostatni dzień proponowanego umocowania już minął" in case(approver(desk), account, **POLISH).main


def test_a_rejected_proposal_changes_nothing_and_the_history_says_why(desk: DeskUnderTest) -> None:
    account, clerk = used(desk), desk.as_(Role.CLERK, name="Celina Clerk")
    clerk.send(case(clerk, account), EXTEND, mandate_until="30.06.2028", mandate_proof="aneks bez podpisu")
    browser = approver(desk)
    page = browser.send(case(browser, account), "/correction/reject", reject_reason="Aneks nie jest podpisany.")
    assert "The proposal is rejected." in page.text
    assert "rejected the proposed mandate" in page.main
    assert "valid until Friday 31 December 2027" in page.main


def test_ended_before_its_day_the_account_is_blocked_and_the_case_says_why(desk: DeskUnderTest) -> None:
    account, browser = used(desk), approver(desk)
    page = browser.send(case(browser, account), REVOKE, revoke_reason=REVOKED)
    assert "The account is being blocked. It is not blocked yet." in page.main
    assert "ground of the block: end of the mandate" in page.main
    assert "ended, noted by Barbara Lis, today 10:00" in page.main
    assert f"Why the mandate has ended {REVOKED}" in page.main
    assert not own_form(page, EXTEND)
    page = case(browser, account, **POLISH)
    assert "skończyło się, odnotował(a) Barbara Lis, dziś 10:00" in page.main
    assert "podstawa blokady: koniec umocowania" in page.main


def test_after_its_last_day_the_card_says_so_before_the_worker_comes_and_after(desk: DeskUnderTest) -> None:
    account = used(desk)
    with desk.database.transaction() as session:
        account = session.get_one(Account, account.id)
        end_with_account(session, account.id, at=NOW)
        session.execute(sa.update(Task).values(done_at=NOW))
        record(session, account, Granted(MandateKind.HEIR, "Jan Kos", "akt", date(2026, 11, 23)))
    browser = approver(desk)
    page = case(browser, account)
    assert "its last day was Monday 23 November 2026; the account is about to be blocked" in page.main
    assert not own_form(page, EXTEND)
    with desk.database.transaction() as session:
        newest = sa.update(Mandate).where(Mandate.name == "Jan Kos")
        session.execute(newest.values(ended_at=NOW))
        stand(session, account, Status.BLOCKED)
    assert "ended with its last day, Monday 23 November 2026" in case(browser, account).main


def test_every_problem_stands_at_its_field_with_a_link_and_what_was_typed_stays(desk: DeskUnderTest) -> None:
    account, browser = over(desk), approver(desk)
    page = browser.send(
        case(browser, account), RECORD, mandate_kind="", mandate_name="", mandate_until="30.02.2028",
        mandate_proof="postanowienie sądu",
    )  # fmt: skip
    assert page.status == 400
    errors = {
        "mandate_kind": "Choose on what they act for the customer",
        "mandate_name": "Write who acts for the customer",
        "mandate_until": "Write a real day, like 27.11.2026 or 27.11",
    }
    assert {name: page.field_error(name) for name in errors} == errors
    links = {str(a["href"]): a.get_text() for a in page.soup.select("[data-summary] a")}
    assert links == {f"#{name}": text for name, text in errors.items()}
    form = page.form(RECORD)
    assert (form["mandate_until"], form["mandate_proof"]) == ("30.02.2028", "postanowienie sądu")
    assert page.form_tag(RECORD).find_parent("details", open=True)
    page = browser.send(page, RECORD, **TYPED, mandate_endless="yes")
    assert page.field_error("mandate_until") == "Write a last day, or tick that no end is known, not both"
    assert page.form(RECORD) | TYPED | {"mandate_endless": "yes"} == page.form(RECORD)
    assert len(rows(desk.database, Mandate)) == 1


def test_a_missing_or_unreadable_reason_is_told_at_its_field(desk: DeskUnderTest) -> None:
    account, browser = used(desk), approver(desk)
    page = browser.send(case(browser, account), REVOKE, revoke_reason=" ")
    assert (page.status, page.field_error("revoke_reason") != "") == (400, True)
    page = browser.send(page, REVOKE, revoke_reason="Brak pod\ufffdpisu")
    assert page.field_error("revoke_reason").startswith("Some characters cannot be read")
    assert rows(desk.database, Account)[0].status is Status.ACTIVATED


def test_while_no_mandate_stands_unblocking_is_refused_in_words_said_beforehand(desk: DeskUnderTest) -> None:
    account, browser = over(desk), approver(desk)
    page = case(browser, account)
    first = "The mandate is over. Record the new one first; if the customer acts alone from now on, propose"
    hint = page.soup.find(id="hint-unblock_reason")
    assert hint is not None
    assert first in hint.get_text()
    late = browser.send(page, UNBLOCK, unblock_reason="Telefon klienta.")
    assert late.status == 409
    assert f"Your click changed nothing {first}" in late.main
    assert late.form(UNBLOCK)["unblock_reason"] == "Telefon klienta."
    assert "Najpierw zapisz nowe; jeżeli klient działa odtąd sam" in case(browser, account, **POLISH).main
    with desk.database.transaction() as session:
        record(session, account)
    page = case(browser, account, language="en")
    assert first not in page.main
    unchecked = browser.send(page, UNBLOCK, unblock_reason="Nowe pełnomocnictwo.")
    assert (unchecked.status, unchecked.form(UNBLOCK)["unblock_reason"]) == (400, "Nowe pełnomocnictwo.")
    assert "Say whose the address is" in unchecked.field_error("address_checked")
    assert browser.send(unchecked, UNBLOCK, address_checked="yes").status == 200
    assert rows(desk.database, Account)[0].status is Status.UNBLOCKING


def test_a_customer_who_acts_alone_gives_an_address_that_somebody_else_confirms(desk: DeskUnderTest) -> None:
    account, clerk = over(desk), desk.as_(Role.CLERK, name="Celina Clerk")
    page = case(clerk, account)
    assert "The customer acts alone from now on: propose the customer's own e-mail address" in page.main
    page = clerk.get(f"/applications/{account.case_id}/correction")
    assert "whoever reads the present address may not use the account any more" in page.main
    assert "keyed wrongly" not in page.main
    assert page.form("/correction")["kind"] == "acts_alone"
    typed = {"email": "wlasny@example.com", "email_again": "wlasny@example.com"}
    page = clerk.send(page, "/correction", **typed)
    assert {"word_received_on", "word_channel-0"} == set(page.summary())
    page = clerk.send(page, "/correction", **typed, word_received_on="23.11.2026", word_channel="post")
    assert "The correction is proposed" in page.text
    browser = approver(desk)
    page = case(browser, account)
    assert "I have compared the proposed address with the customer's signed word" in page.main
    assert browser.send(page, "/correction/confirm").status == 400
    assert browser.send(page, "/correction/confirm", compared="yes").status == 200
    found = rows(desk.database, Account)[0]
    assert (found.status, found.email) == (Status.UNBLOCKING, "wlasny@example.com")
    assert rows(desk.database, Correction)[0].compared_with_paper


def test_a_proposal_that_was_made_before_waits_for_a_mandate(desk: DeskUnderTest) -> None:
    account, clerk = over(desk), desk.as_(Role.CLERK, name="Celina Clerk")
    typed = {"email": "wlasny@example.com", "email_again": "wlasny@example.com", "word_received_on": "23.11.2026"}
    clerk.send(clerk.get(f"/applications/{account.case_id}/correction"), "/correction", **typed, word_channel="post")
    with desk.database.transaction() as session:
        record(session, account)
    page = case(approver(desk), account)
    assert "In its present state the account cannot be corrected" in page.main
    assert not page.has_form("/correction/confirm")


def test_of_the_end_of_a_mandate_no_incident_is_shown(desk: DeskUnderTest) -> None:
    account = over(desk)
    assert "Register of incidents" not in case(approver(desk), account).soup.select_one(".lead").get_text()  # type: ignore[union-attr]
    page = case(approver(desk), account)
    assert "mandate_ended" not in str(page.form_tag(UNBLOCK).parent)


def test_a_colleague_who_was_faster_wins_and_what_was_typed_is_kept(desk: DeskUnderTest) -> None:
    account, browser = over(desk), approver(desk)
    page = case(browser, account)
    with desk.database.transaction() as session:
        record(session, account, NEW)
    late = browser.send(page, RECORD, **TYPED)
    assert late.status == 409
    assert "Your click changed nothing" in late.main
    assert late.form(EXTEND)["mandate_until"] == "30.06.2028"
    assert kept(late)["Who acts for the customer"] == "Ewa Kos"
    page = case(browser, account)
    with desk.database.transaction() as session:
        extend(session, account, date(2029, 1, 1))
        revoke(session, account)
    assert browser.send(page, REVOKE, revoke_reason="?").status == 409


def test_while_the_database_is_locked_everything_typed_is_kept(desk: DeskUnderTest) -> None:
    account, browser = over(desk), approver(desk)
    page = case(browser, account)

    def fail(*about: object) -> None:
        if str(about[2]).startswith("INSERT INTO correction"):
            raise OperationalError("INSERT", {}, Exception("database is locked"))

    sa.event.listen(desk.database.engine, "before_cursor_execute", fail)
    busy = browser.send(page, RECORD, **TYPED)
    sa.event.remove(desk.database.engine, "before_cursor_execute", fail)
    assert busy.status == 503
    assert busy.form(RECORD) | TYPED == busy.form(RECORD)
    assert browser.send(busy, RECORD).status == 200


def test_an_application_whose_mandate_is_over_says_why_it_cannot_be_approved(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        found = recorded(session, received_on="20.11.2026", document_date="", **PAPER | {"mandate_until": "23.11.2026"})
    browser = approver(desk)
    page = browser.get(f"/applications/{found.id}")
    assert "the mandate of whoever signed is over" in page.main
    assert not page.has_form("/approve")
    assert "Signed by an attorney: Anna Lis Proof of the mandate power of attorney" in page.main
    assert "Mandate valid until Monday 23 November 2026" in page.main
    browser.client.set_cookie("desk-language", "pl")
    assert "umocowanie osoby, która podpisała, już się skończyło" in browser.get(f"/applications/{found.id}").main


@pytest.mark.parametrize("kind", [one for one in FiledBy if one is not FiledBy.SELF])
def test_whoever_signed_is_keyed_in_with_the_last_day(desk: DeskUnderTest, kind: FiledBy) -> None:
    browser = desk.as_(Role.CLERK)
    page = browser.get("/applications/new")
    group = '[data-when="filed_by=attorney|manager|organ|guardian|curator|heir"]'
    assert page.soup.select(f"{group} #attorney_name")
    assert page.soup.select(f"{group} #mandate_until")
    assert page.soup.select(f"{group} [name=proof_kind]")
    with desk.database.transaction() as session:
        one = recorded(session, filed_by=kind.value, attorney_name="Ewa Kos", mandate_until="30.06.2028")
    page = browser.get(f"/applications/{one.id}/edit")
    assert page.form("/edit")["mandate_until"] == "30.06.2028"
    page = browser.send(page, "/edit", mandate_until="22.11.2026", proof_on="25.12.2026")
    assert page.field_error("proof_on") == "This day has not come yet"
    assert page.field_error("mandate_until") == "The mandate was over before the application was received"
    page = browser.send(page, "/edit", mandate_until="", proof_kind="register", proof_on="20.11.2026")
    assert rows(desk.database, Application)[0].mandate_until is None
    assert "Proof of the mandate extract from the register (KRS), Friday 20 November 2026" in page.main
    assert "Proof of the mandate: power of attorney → extract from the register (KRS)" in page.main
    assert "Mandate valid until: 30.06.2028 → –" in page.main
    page = browser.send(browser.get(f"/applications/{one.id}/edit"), "/edit", proof_kind="")
    assert "Proof of the mandate: extract from the register (KRS) → –" in page.main


def test_those_whose_mandate_ends_soon_have_a_page_of_their_own(desk: DeskUnderTest) -> None:
    assert "No mandate ends within 30 days." in desk.as_(Role.CLERK).get("/accounts/mandates").main
    soon = used(desk, mandate_until="15.12.2026")
    for place, (status, until) in enumerate(
        ((Status.ACTIVATED, "25.12.2026"), (Status.ACTIVATED, ""), (Status.BLOCKED, "15.12.2026"))
    ):
        box = f"p{place}@example.com"
        used(desk, status, customer_number=f"20000{place}", email=box, email_again=box, mandate_until=until)
    page = desk.as_(Role.CLERK).get("/accounts/mandates")
    assert f"Ask for a new paper in time {soon.case_number} Józef Żółkiewski Tue 15 Dec" in page.main
    assert len(page.soup.select('[aria-labelledby="ending-title"] li')) == 1
