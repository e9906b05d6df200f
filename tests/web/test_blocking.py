"""An approver blocks and unblocks an account on the case page; everybody sees where it stands."""

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from provisioner.accounts.blocking.tables import AccountBlock
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.outbox.tables import Task
from provisioner.staff.roles import Role
from tests.factories import NOW, approved
from tests.web.desk import DeskUnderTest
from tests.web.page import Browser, Page
from tests.web.rows import rows
from tests.web.test_accounts import account

BLOCK, UNBLOCK = "/block-account", "/unblock-account"
REASON = "Klientka dzwoniła: ktoś zmienił jej adres."
FILLED = {"block_ground": "takeover", "block_reason": REASON}


def approver(desk: DeskUnderTest) -> Browser:
    return desk.as_(Role.APPROVER, name="Barbara Lis")


def page_of(browser: Browser, found: Account) -> Page:
    return browser.get(f"/applications/{found.case_id}")


def carried_out(desk: DeskUnderTest) -> None:
    """The worker has done it."""
    with desk.database.transaction() as session:
        session.execute(sa.update(Account).values(status=AccountStatus.BLOCKED))
        session.execute(sa.update(AccountBlock).values(blocked_at=NOW))
        session.execute(sa.update(Task).values(done_at=NOW))


def test_a_block_is_asked_for_shown_while_it_is_under_way_and_then_as_done(desk: DeskUnderTest) -> None:
    found, browser = account(desk, AccountStatus.ACTIVATED), approver(desk)
    page = browser.send(page_of(browser, found), BLOCK, **FILLED)
    assert "It is not blocked yet." in page.main
    assert "ground of the block: suspected takeover of the account" in page.main
    assert REASON in page.main
    assert not page.has_form(BLOCK)
    assert not page.has_form(UNBLOCK)
    carried_out(desk)
    page = page_of(browser, found)
    assert "The account is blocked: nobody can log in." in page.main
    assert "Barbara Lis asked for the account to be blocked" in " ".join(page.main.replace("·", " ").split())
    for listed in ("/accounts", "/accounts?status=blocked", "/search?q=104233"):
        assert "Blocked" in browser.get(listed).main
    assert "blocked until somebody unblocks it" in browser.get("/accounts").main


def test_it_is_unblocked_with_a_reason(desk: DeskUnderTest) -> None:
    found, browser = account(desk, AccountStatus.ACTIVATED), approver(desk)
    browser.send(page_of(browser, found), BLOCK, **FILLED)
    carried_out(desk)
    page = browser.send(page_of(browser, found), UNBLOCK, unblock_reason=" ")
    assert (page.status, page.field_error("unblock_reason") != "") == (400, True)
    page = browser.send(page, UNBLOCK, unblock_reason="To była córka klientki.")
    assert "Nobody can log in yet." in page.main
    assert "reason for unblocking: To była córka klientki." in page.main
    assert rows(desk.database, Account)[0].status is AccountStatus.UNBLOCKING


def test_a_missing_ground_and_a_missing_reason_are_told_at_their_fields_and_the_rest_is_kept(
    desk: DeskUnderTest,
) -> None:
    found, browser = account(desk, AccountStatus.NOTIFIED), approver(desk)
    page = browser.send(page_of(browser, found), BLOCK, block_reason=REASON)
    assert page.status == 400
    assert page.field_error("block_ground") == "Choose the ground of the block"
    assert page.form(BLOCK)["block_reason"] == REASON
    page = browser.send(page, BLOCK, block_ground="death", block_reason="")
    assert page.status == 400
    assert page.field_error("block_reason")
    assert page.form(BLOCK)["block_ground"] == "death"
    assert page.form_tag(BLOCK).find_parent("details", open=True)
    assert rows(desk.database, AccountBlock) == []


def test_what_nobody_can_read_in_the_reason_is_told(desk: DeskUnderTest) -> None:
    found, browser = account(desk, AccountStatus.NOTIFIED), approver(desk)
    page = browser.send(page_of(browser, found), BLOCK, block_ground="death", block_reason="Brak pod\ufffdpisu")
    assert page.status == 400
    assert page.field_error("block_reason").startswith("Some characters cannot be read")


def test_a_ground_that_is_not_on_the_list_is_none(desk: DeskUnderTest) -> None:
    found, browser = account(desk, AccountStatus.NOTIFIED), approver(desk)
    page = browser.send(page_of(browser, found), BLOCK, block_ground="because", block_reason=REASON)
    assert page.field_error("block_ground")


def test_a_colleague_who_blocked_first_wins_and_nothing_is_lost(desk: DeskUnderTest) -> None:
    found, browser = account(desk, AccountStatus.NOTIFIED), approver(desk)
    page = page_of(browser, found)
    browser.send(page, BLOCK, **FILLED)
    late = browser.send(page, BLOCK, **FILLED)
    assert late.status == 409
    assert "Your click changed nothing" in late.main
    assert len(rows(desk.database, AccountBlock)) == 1


def test_while_the_database_is_locked_everything_typed_is_kept(desk: DeskUnderTest) -> None:
    found, browser = account(desk, AccountStatus.NOTIFIED), approver(desk)
    page = page_of(browser, found)

    def fail(*about: object) -> None:
        if str(about[2]).startswith("INSERT INTO account_block"):
            raise OperationalError("INSERT", {}, Exception("database is locked"))

    sa.event.listen(desk.database.engine, "before_cursor_execute", fail)
    busy = browser.send(page, BLOCK, **FILLED)
    sa.event.remove(desk.database.engine, "before_cursor_execute", fail)
    assert busy.status == 503
    assert {name: busy.form(BLOCK)[name] for name in FILLED} == FILLED
    assert browser.send(busy, BLOCK).status == 200


def test_clerks_and_auditors_see_the_state_and_no_button(desk: DeskUnderTest) -> None:
    found, browser = account(desk, AccountStatus.ACTIVATED), approver(desk)
    assert not page_of(desk.as_(Role.CLERK), found).has_form(BLOCK)
    browser.send(page_of(browser, found), BLOCK, **FILLED)
    carried_out(desk)
    for role in (Role.CLERK, Role.AUDITOR):
        page = page_of(desk.as_(role, name="Celina Dudek"), found)
        assert "The account is blocked" in page.main
        assert not page.has_form(UNBLOCK)


def test_nothing_else_is_offered_for_a_blocked_account(desk: DeskUnderTest) -> None:
    found, browser = account(desk, AccountStatus.EXPIRED), approver(desk)
    page = browser.send(page_of(browser, found), BLOCK, **FILLED)
    assert not page.has_form("/reissue")
    carried_out(desk)
    page = page_of(browser, found)
    assert not page.has_form("/reissue")
    assert not page.has_form("/retry")


def test_a_block_that_waits_for_the_end_of_other_work_says_when_it_begins(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        found = approved(session)
        task = session.scalars(sa.select(Task)).one()
        task.leased_until, task.attempt = NOW.replace(minute=5), 1
    browser = approver(desk)
    page = browser.send(page_of(browser, found), BLOCK, **FILLED)
    assert "The system was working on this account: the block begins today 10:05." in page.main


def test_after_a_wrong_address_the_end_waits_for_pages_of_a_stranger_and_says_so(desk: DeskUnderTest) -> None:
    found, browser = account(desk, AccountStatus.NOTIFIED), approver(desk)
    browser.send(page_of(browser, found), BLOCK, **FILLED | {"block_ground": "wrong_address"})
    carried_out(desk)
    page = browser.send(page_of(browser, found), UNBLOCK, unblock_reason="Adres poprawiony.")
    assert "must die first: the account is unblocked today 10:11." in page.main


def test_a_block_that_failed_for_good_asks_people_and_is_tried_again(desk: DeskUnderTest) -> None:
    found, browser = account(desk, AccountStatus.ACTIVATED), approver(desk)
    browser.send(page_of(browser, found), BLOCK, **FILLED)
    carried_out(desk)
    with desk.database.transaction() as session:
        session.execute(
            sa.update(Account).values(status=AccountStatus.NEEDS_ATTENTION, attention=Attention.NOT_BLOCKED)
        )
    page = page_of(browser, found)
    assert "The account could not be blocked" in page.main
    assert not page.has_form(BLOCK)
    browser.send(page, "/retry")
    assert rows(desk.database, Account)[0].status is AccountStatus.BLOCKING
