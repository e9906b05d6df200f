"""The page of Keycloak: alarms on every page, what differs with its button, and the account's last login and lock."""

from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from provisioner import agreement
from provisioner.accounts.requests import NothingToDo
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.agreement.findings import note
from provisioner.agreement.rules import BY_OPERATOR, CUSTOMERS, PUT_BACK, FindingKind
from provisioner.agreement.tables import AccountSeen, AgreementRun, Finding
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry
from provisioner.outbox.tables import Task
from provisioner.staff.roles import Role
from tests.factories import NOW, approved
from tests.web.desk import DeskUnderTest


def active(desk: DeskUnderTest) -> Account:
    """An account whose customer logs in, with nothing to do."""
    with desk.database.transaction() as session:
        account = approved(session)
        session.execute(sa.update(Task).values(done_at=NOW))
        account.status, account.keycloak_id = AccountStatus.ACTIVATED, "known"
    return account


def found(desk: DeskUnderTest, kind: FindingKind, account_id: UUID | None = None) -> None:
    with desk.database.transaction() as session:
        note(session, kind, CUSTOMERS, "known", at=NOW, account_id=account_id, by="somebodys-id")


def open_kinds(desk: DeskUnderTest) -> list[FindingKind]:
    with desk.database.reading() as session:
        return list(session.scalars(sa.select(Finding.kind).where(Finding.closed_at.is_(None))))


def test_while_all_agrees_the_page_says_so_and_no_page_has_a_banner(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)
    assert "Keycloak and the desk agree." in browser.get("/keycloak").main
    assert not browser.get("/").soup.select(".banner")


def test_an_alarm_stands_on_every_page_until_somebody_says_what_it_was(desk: DeskUnderTest) -> None:
    found(desk, FindingKind.CLIENT_CHANGED)
    clerk, approver = desk.as_(Role.CLERK), desk.as_(Role.APPROVER, name="Barbara Lis")
    (banner,) = clerk.get("/").soup.select(".banner")
    assert "1 change was made by hand in Keycloak" in banner.get_text()
    assert banner.find("a", href="/keycloak")
    assert not clerk.get("/keycloak").has_form("/settle")
    page = approver.get("/keycloak")
    assert "Somebody changed a client in Keycloak by hand" in page.main
    assert "somebodys-id" in page.main
    page = approver.send(page, "/settle", note="   ")
    assert page.status == 400
    assert page.summary()
    assert list(page.summary()) == [f"note-{note_id(desk)}"]
    assert page.field_error(f"note-{note_id(desk)}") == "Write a reason of at most 2,000 characters"
    page = approver.send(page, "/settle", note="nowy adres iBOK, zgłoszony")
    assert "Settled" in page.text
    assert open_kinds(desk) == []
    assert not clerk.get("/").soup.select(".banner")
    with desk.database.reading() as session:
        events = session.scalars(sa.select(AuditEntry.event)).all()
    assert events.count(Event.FINDING_SETTLED) == 1


def note_id(desk: DeskUnderTest) -> int:
    with desk.database.reading() as session:
        return session.scalars(sa.select(Finding.id)).one()


def test_a_difference_is_mended_by_a_button_once(desk: DeskUnderTest) -> None:
    account = active(desk)
    found(desk, FindingKind.DISABLED, account.id)
    approver = desk.as_(Role.APPROVER, name="Barbara Lis")
    page = approver.get("/keycloak")
    assert account.case_number in page.main
    assert "Switch on again" in page.main
    again = page
    page = approver.send(page, "/mend")
    assert "Asked for" in page.text
    assert not page.has_form("/mend")
    late = approver.send(again, "/mend")
    assert late.status == 409
    assert "changed nothing" in late.main
    with desk.database.reading() as session:
        tasks = session.scalars(sa.select(Task.kind).where(Task.done_at.is_(None))).all()
    assert tasks == ["mend"]


@pytest.mark.parametrize(
    ("kind", "status", "button"),
    [
        (FindingKind.USER_MISSING, AccountStatus.ACTIVATED, "Create the user anew"),
        (FindingKind.USER_MISSING, AccountStatus.BLOCKED, ""),
        (FindingKind.CAME_BACK, AccountStatus.CLOSED, "Delete again"),
    ],
)
def test_a_user_that_is_gone_or_came_back_has_the_button_that_helps(
    desk: DeskUnderTest, kind: FindingKind, status: AccountStatus, button: str
) -> None:
    account = active(desk)
    found(desk, kind, account.id)
    with desk.database.transaction() as session:
        session.execute(sa.update(Account).values(status=status))
    page = desk.as_(Role.APPROVER, name="Barbara Lis").get("/keycloak")
    assert (button or "When the account is to work again, its case makes a new user.") in page.main
    assert page.has_form("/mend") == bool(button)


@pytest.mark.parametrize("kind", sorted(BY_OPERATOR))
def test_what_only_the_operator_can_mend_shows_the_command_and_is_looked_at_again_by_a_button(
    desk: DeskUnderTest, kind: FindingKind
) -> None:
    account = active(desk)
    found(desk, kind, account.id)
    assert not desk.as_(Role.CLERK).get("/keycloak").has_form("/look-again")
    approver = desk.as_(Role.APPROVER, name="Barbara Lis")
    page = approver.get("/keycloak")
    assert not page.has_form("/mend")
    assert (f"provisioner realm put-back {account.case_number}" in page.main) == (kind in PUT_BACK)
    for _twice in range(2):
        page = approver.send(page, "/look-again")
        assert "looks within seconds" in page.text
    with desk.database.reading() as session:
        tasks = session.scalars(sa.select(Task.kind).where(Task.done_at.is_(None))).all()
    assert (tasks, open_kinds(desk)) == (["compare"], [kind])


def test_what_a_button_mends_or_nobody_can_is_not_looked_at_again(desk: DeskUnderTest) -> None:
    account = active(desk)
    found(desk, FindingKind.DISABLED, account.id)
    found(desk, FindingKind.UNKNOWN_CASE)
    assert not desk.as_(Role.APPROVER, name="Barbara Lis").get("/keycloak").has_form("/look-again")
    with desk.database.transaction() as session:
        for one in session.scalars(sa.select(Finding.id)).all():
            with pytest.raises(NothingToDo):
                agreement.look_again(session, one, at=NOW)


def test_the_case_tells_the_last_login_and_a_young_lock_that_an_approver_lifts(desk: DeskUnderTest) -> None:
    account = active(desk)
    with desk.database.transaction() as session:
        login, lock = desk.clock() - timedelta(minutes=50), desk.clock() - timedelta(minutes=2)
        session.add(AccountSeen(account_id=account.id, last_login_at=login, locked_at=lock))
    path = f"/applications/{account.case_id}"
    clerk, approver = desk.as_(Role.CLERK), desk.as_(Role.APPROVER, name="Barbara Lis")
    assert "last login" in clerk.get(path).main
    assert not clerk.get(path).has_form("/unlock-account")
    page = approver.send(approver.get(path), "/unlock-account")
    assert "The lock is lifted within seconds." in page.text
    assert approver.send(page, "/unlock-account").status == 409, "the system is at it"
    with desk.database.transaction() as session:
        session.execute(sa.update(AccountSeen).values(locked_at=desk.clock() - timedelta(minutes=16)))
    assert not approver.get(path).has_form("/unlock-account"), "it has passed by itself"


def test_the_last_comparisons_stand_on_the_page(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        session.add(AgreementRun(started_at=NOW, ended_at=NOW, accounts=12, users=15, strangers=3, differing=0))
        session.add(AgreementRun(started_at=NOW, ended_at=NOW, accounts=12, users=2, differing=300, stopped=True))
    main = desk.as_(Role.AUDITOR).get("/keycloak").main
    assert "12 accounts compared, 0 differ, 3 users of another system" in main
    assert "stopped: too much differs at once" in main


def test_the_page_is_polish_for_who_reads_polish(desk: DeskUnderTest) -> None:
    found(desk, FindingKind.CLIENT_CHANGED)
    browser = desk.as_(Role.APPROVER, name="Barbara Lis")
    browser.client.set_cookie("desk-language", "pl")
    page = browser.get("/keycloak")
    assert page.title.startswith("Zgodność z Keycloakiem")
    assert "1 ręczna zmiana w Keycloaku czeka na wyjaśnienie." in page.text
