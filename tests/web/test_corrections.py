"""A wrong address is corrected on the desk: a clerk proposes, an approver compares and confirms (R5, P6)."""

import pytest
import sqlalchemy as sa

from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.corrections.rules import CorrectionStatus
from provisioner.corrections.tables import Correction
from provisioner.database import Database
from provisioner.staff.roles import Role
from tests.corrected import APPROVER, CLERK, RIGHT, propose, wrong
from tests.web.desk import DeskUnderTest
from tests.web.page import Browser, Page
from tests.web.rows import rows
from tests.web.test_busy_database import hasty  # noqa: F401
from tests.web.test_recheck import DISABLED, SILENT

WRONG = "jozef@example.com"
PROPOSE, CONFIRM, REJECT = "/correction", "/correction/confirm", "/correction/reject"
TYPED = {"email": RIGHT, "email_again": RIGHT, "kind": "keyed_wrongly"}


@pytest.fixture
def sent(desk: DeskUnderTest) -> Account:
    """An account whose login details went to a wrong address."""
    with desk.database.transaction() as session:
        return wrong(session)


@pytest.fixture
def proposed(desk: DeskUnderTest, sent: Account) -> Account:
    """The same with a clerk's proposal."""
    with desk.database.transaction() as session:
        propose(session, session.get_one(Account, sent.id))
    return sent


def approver(desk: DeskUnderTest, name: str = APPROVER) -> Browser:
    return desk.as_(Role.APPROVER, name=name)


def form(browser: Browser, account: Account) -> Page:
    return browser.get(f"/applications/{account.case_id}/correction")


def case(browser: Browser, account: Account) -> Page:
    return browser.get(f"/applications/{account.case_id}")


def status(desk: DeskUnderTest) -> CorrectionStatus:
    (found,) = rows(desk.database, Correction)
    return found.status


def test_a_clerk_proposes_and_an_approver_confirms(desk: DeskUnderTest, sent: Account) -> None:
    clerk = desk.as_(Role.CLERK, name=CLERK)
    assert "Propose a correction of the e-mail address" in case(clerk, sent).main
    page = clerk.send(form(clerk, sent), PROPOSE, **TYPED)
    assert "The correction is proposed" in page.text
    assert f"proposed by {CLERK}" in page.main
    assert not page.has_form(CONFIRM)
    assert not page.has_form(REJECT)
    browser = approver(desk)
    listed = browser.get("/accounts")
    assert "Proposals for accounts to be confirmed" in listed.main
    assert "1 proposal to be confirmed" in listed.text
    page = case(browser, sent)
    assert f"Present address {WRONG}" in page.main
    assert f"Proposed address {RIGHT}" in page.main
    page = browser.send(page, CONFIRM, compared="yes")
    assert "The e-mail address is corrected" in page.text
    assert f"E-mail of the account, corrected: {RIGHT}" in page.main
    history = " ".join(page.main.replace("·", " ").split())
    assert f"{APPROVER} confirmed the correction of the e-mail address E-mail: {WRONG} → {RIGHT}" in history
    assert f"{CLERK} proposed another e-mail address" in history
    assert WRONG in page.main.split("Clauses")[0], "the application keeps what the paper says"
    assert "to be confirmed" not in browser.get("/accounts").text
    assert rows(desk.database, Account)[0].email == RIGHT


@pytest.mark.parametrize(
    ("typed", "control", "said"),
    [
        ({"email": ""}, "email", "Write the e-mail address"),
        ({"email": WRONG, "email_again": WRONG}, "email", "The account has this address already"),
        ({"email_again": "x@example.com"}, "email_again", "The two e-mail addresses differ"),
        ({"kind": "paper_wrong"}, "word_received_on", "Write the day the customer's signed word was received"),
    ],
)
def test_what_is_wrong_is_told_at_the_field_and_everything_typed_is_kept(
    desk: DeskUnderTest, sent: Account, typed: dict[str, str], control: str, said: str
) -> None:
    clerk = desk.as_(Role.CLERK, name=CLERK)
    page = clerk.send(form(clerk, sent), PROPOSE, **TYPED | typed)
    assert page.status == 400
    assert said in page.field_error(control)
    assert said in page.summary()[control]
    kept = page.form(PROPOSE)
    assert {name: kept[name] for name in TYPED} == TYPED | typed
    assert rows(desk.database, Correction) == []


def test_an_address_of_another_account_is_refused_at_the_field(desk: DeskUnderTest, sent: Account) -> None:
    with desk.database.transaction() as session:
        wrong(session, customer_number="104999", email=RIGHT, email_again=RIGHT)
    clerk = desk.as_(Role.CLERK, name=CLERK)
    page = clerk.send(form(clerk, sent), PROPOSE, **TYPED)
    assert "Another account uses this address" in page.field_error("email")


def test_a_colleague_who_proposed_first_is_told_and_nothing_typed_is_lost(desk: DeskUnderTest, sent: Account) -> None:
    clerk = desk.as_(Role.CLERK, name=CLERK)
    page = form(clerk, sent)
    with desk.database.transaction() as session:
        propose(session, session.get_one(Account, sent.id), by="Somebody Else")
    late = clerk.send(page, PROPOSE, **TYPED)
    assert late.status == 409
    assert "a proposal waits already" in late.main
    assert late.form(PROPOSE)["email"] == RIGHT
    assert f"Present address {WRONG}" in form(clerk, sent).main, "led to the case"


def test_p6_an_own_proposal_is_not_offered_and_refused(desk: DeskUnderTest, sent: Account) -> None:
    browser = approver(desk, CLERK)
    page = browser.send(form(browser, sent), PROPOSE, **TYPED)
    assert "somebody else has to confirm it" in page.main
    assert not page.has_form(CONFIRM)
    forged = page.form(REJECT) | {"compared": "yes"}
    answer = browser.post(f"/applications/{sent.case_id}{CONFIRM}", data=forged)
    assert answer.status == 403
    assert "This is your own proposal" in answer.main
    page = browser.send(page, REJECT, reject_reason="pomyłka")
    assert "The proposal is rejected." in page.text
    assert rows(desk.database, Account)[0].email == WRONG


def test_while_a_proposal_waits_no_new_password_is_offered_to_the_former_address(
    desk: DeskUnderTest, proposed: Account
) -> None:
    assert not case(approver(desk), proposed).has_form("/reissue")


def test_the_tick_is_asked_for_at_the_tick(desk: DeskUnderTest, proposed: Account) -> None:
    browser = approver(desk)
    page = browser.send(case(browser, proposed), CONFIRM)
    assert page.status == 400
    assert "Compare the proposal with the paper" in page.field_error("compared")
    assert status(desk) is CorrectionStatus.OPEN


@pytest.mark.parametrize("reason", ["", "x" * 2001])
def test_rejecting_needs_a_reason(desk: DeskUnderTest, proposed: Account, reason: str) -> None:
    browser = approver(desk)
    page = browser.send(case(browser, proposed), REJECT, reject_reason=reason)
    assert page.status == 400
    assert page.field_error("reject_reason")
    assert page.form(REJECT)["reject_reason"] == reason


def test_a_colleague_was_faster_and_a_double_click_is_no_error(desk: DeskUnderTest, proposed: Account) -> None:
    first, second = approver(desk), approver(desk, "Ewa Second")
    page, late = case(first, proposed), case(second, proposed)
    first.send(page, CONFIRM, compared="yes")
    answer = second.send(late, CONFIRM, compared="yes")
    assert answer.status == 409
    assert f"{APPROVER} decided" in answer.main
    assert "Already decided (by you" in first.send(page, CONFIRM, compared="yes").text


@pytest.mark.parametrize(("trouble", "code"), [(SILENT, 503), (DISABLED, 401)])
def test_while_keycloak_is_silent_the_decision_waits_with_what_was_typed(
    desk: DeskUnderTest, proposed: Account, trouble: Exception, code: int
) -> None:
    browser = approver(desk)
    page = case(browser, proposed)
    desk.realm.trouble = trouble
    waits = browser.send(page, REJECT, reject_reason="nie zgadza się")
    assert (waits.status, waits.form(REJECT)["reject_reason"]) == (code, "nie zgadza się")
    assert status(desk) is CorrectionStatus.OPEN


def test_a_busy_database_keeps_what_was_typed(hasty: DeskUnderTest, database_url: str) -> None:  # noqa: F811
    with hasty.database.transaction() as session:
        account = wrong(session)
    clerk = hasty.as_(Role.CLERK, name=CLERK)
    page = form(clerk, account)
    other = Database(database_url)
    with other.transaction() as session:
        session.execute(sa.update(Account).values(attention_code="held"))
        busy = clerk.send(page, PROPOSE, **TYPED)
    other.close()
    assert busy.status == 503
    assert "the database does not answer" in busy.main
    assert busy.form(PROPOSE)["email"] == RIGHT
    assert "The correction is proposed" in clerk.send(busy, PROPOSE, **TYPED).text


def test_an_account_that_stopped_because_ours_holds_the_mailbox_is_corrected_or_closed_not_tried_again(
    desk: DeskUnderTest,
) -> None:
    with desk.database.transaction() as session:
        stopped = wrong(session, AccountStatus.NEEDS_ATTENTION, Attention.EMAIL_TAKEN)
        other = wrong(session, AccountStatus.NEEDS_ATTENTION, Attention.EMAIL_TAKEN, customer_number="104001")
        holder = wrong(session, AccountStatus.ACTIVATED, customer_number="104999")
    browser = approver(desk)
    page = case(browser, stopped)
    assert not page.has_form("/retry")
    assert page.has_form("/close-account")
    assert "Propose a correction" in page.main
    assert not browser.get("/accounts").has_form("/accounts/retry")
    with desk.database.transaction() as session:
        session.execute(sa.update(Account).where(Account.id == holder.id).values(status=AccountStatus.CLOSED))
    assert case(browser, other).has_form("/retry")
    assert browser.get("/accounts").has_form("/accounts/retry")


@pytest.mark.parametrize("state", [AccountStatus.APPROVED, AccountStatus.ACTIVATED, AccountStatus.CLOSED])
def test_where_nothing_can_be_corrected_the_form_leads_to_the_case(desk: DeskUnderTest, state: AccountStatus) -> None:
    with desk.database.transaction() as session:
        account = wrong(session, state)
    clerk = desk.as_(Role.CLERK, name=CLERK)
    assert "Propose a correction" not in case(clerk, account).main
    assert not form(clerk, account).has_form(PROPOSE)


def test_a_new_password_is_offered_to_the_corrected_address(desk: DeskUnderTest, proposed: Account) -> None:
    browser = approver(desk)
    browser.send(case(browser, proposed), CONFIRM, compared="yes")
    with desk.database.transaction() as session:
        session.execute(sa.update(Account).values(status=AccountStatus.NOTIFIED))
    assert f"goes to {RIGHT}" in case(browser, proposed).main
