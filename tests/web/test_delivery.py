"""What became of the access mail, as people read it on the case, in the lists and in the history (R5)."""

from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from provisioner import journal
from provisioner.accounts.delivery.tables import MailReport
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.journal import Event
from provisioner.outside import health
from provisioner.outside.reports import Arrival
from provisioner.staff.roles import Role
from tests.factories import NOW
from tests.reported import live
from tests.web.desk import DeskUnderTest

UNKNOWN = {"en": "Whether the mail arrived is not known.", "pl": "Nie wiadomo, czy wiadomość doręczono."}
SAID = {
    Arrival.DELIVERED: {
        "en": "The mail was delivered (reported today 10:00).",
        "pl": "Wiadomość doręczono (zgłoszono dziś 10:00).",
    },
    Arrival.DELAYED: {
        "en": "Delivery is delayed (reported today 10:00, code: 4.4.1)",
        "pl": "Doręczenie wiadomości opóźnione (zgłoszono dziś 10:00, kod: 4.4.1)",
    },
    Arrival.PASSED_ON: {"en": "whether it arrived is not known", "pl": "nie wiadomo, czy ją doręczono"},
    Arrival.CAME_BACK: {"en": "The mail was not delivered: it came back", "pl": "Wiadomości nie doręczono: wróciła"},
}
IN_THE_LIST = {
    Arrival.DELIVERED: {"en": "the mail was delivered; temporary password", "pl": "wiadomość doręczono; hasło"},
    Arrival.DELAYED: {"en": "delivery of the mail is delayed", "pl": "doręczenie wiadomości opóźnione"},
    Arrival.CAME_BACK: {"en": "its password is being retired", "pl": "trwa unieważnianie jej hasła"},
}


def mailed(desk: DeskUnderTest, status: AccountStatus = AccountStatus.NOTIFIED) -> Account:
    """An account whose password has been mailed as the second."""
    account = live(desk.database, status)
    with desk.database.transaction() as session:
        session.execute(
            sa.update(Account).values(generation=2, notified_at=NOW, password_valid_until=NOW + timedelta(days=1))
        )
    return account


def report(desk: DeskUnderTest, account: UUID, arrival: Arrival, generation: int = 2, about: str = "notify") -> None:
    with desk.database.transaction() as session:
        session.add(
            MailReport(
                account_id=account, about=about, generation=generation, task=7, arrival=arrival, code="4.4.1", at=NOW
            )
        )


def shown(desk: DeskUnderTest, path: str, language: str) -> str:
    browser = desk.as_(Role.CLERK)
    if language == "pl":
        browser.send(browser.get("/accounts"), "/language", language="pl")
    return browser.get(path).main


@pytest.mark.parametrize("language", ["en", "pl"])
@pytest.mark.parametrize("arrival", SAID)
def test_the_case_tells_what_became_of_the_mail_of_its_present_password(
    small_desk: DeskUnderTest, arrival: Arrival, language: str
) -> None:
    account = mailed(small_desk)
    path = f"/applications/{account.case_id}"
    assert UNKNOWN[language] in shown(small_desk, path, language)
    report(small_desk, account.id, arrival, generation=1)
    report(small_desk, account.id, arrival, about="remind")
    assert UNKNOWN[language] in shown(small_desk, path, language), "that was another mail"
    report(small_desk, account.id, arrival)
    page = shown(small_desk, path, language)
    assert SAID[arrival][language] in page
    assert UNKNOWN[language] not in page


@pytest.mark.parametrize("language", ["en", "pl"])
@pytest.mark.parametrize("arrival", IN_THE_LIST)
def test_the_lists_of_accounts_tell_it_too(small_desk: DeskUnderTest, arrival: Arrival, language: str) -> None:
    account = mailed(small_desk)
    report(small_desk, account.id, arrival)
    for path in ("/accounts", "/search?q=zolkeiwski"):
        assert IN_THE_LIST[arrival][language] in shown(small_desk, path, language)
    assert SAID[arrival][language] in shown(small_desk, "/accounts/unused", language)


def test_of_a_used_password_and_of_one_that_has_not_left_nothing_is_said(small_desk: DeskUnderTest) -> None:
    account = mailed(small_desk, AccountStatus.CREATED)
    path = f"/applications/{account.case_id}"
    assert UNKNOWN["en"] not in shown(small_desk, path, "en")
    with small_desk.database.transaction() as session:
        session.execute(sa.update(Account).values(status=AccountStatus.ACTIVATED, activated_at=NOW))
    assert UNKNOWN["en"] not in shown(small_desk, path, "en")


@pytest.mark.parametrize(
    "language, told, dead",
    [
        ("en", "The mail with the login details came back", "not used; it is dead"),
        ("pl", "Wiadomość z danymi do logowania wróciła", "nieużyte; już nie działa"),
    ],
)
def test_people_are_asked_and_can_correct_the_address_or_try_again(
    small_desk: DeskUnderTest, language: str, told: str, dead: str
) -> None:
    account = mailed(small_desk)
    report(small_desk, account.id, Arrival.CAME_BACK)
    with small_desk.database.transaction() as session:
        session.execute(
            sa.update(Account).values(
                status=AccountStatus.NEEDS_ATTENTION, attention=Attention.MAIL_CAME_BACK, attention_code="5.1.1"
            )
        )
    page = shown(small_desk, f"/applications/{account.case_id}", language)
    assert told in page
    assert dead in page
    assert told in shown(small_desk, "/accounts", language)
    approver = small_desk.as_(Role.APPROVER).get(f"/applications/{account.case_id}")
    assert approver.has_form("/retry")
    assert "Propose a correction of the e-mail address" in approver.main


def test_the_history_names_the_mail(small_desk: DeskUnderTest) -> None:
    account = mailed(small_desk, AccountStatus.BLOCKED)
    with small_desk.database.transaction() as session:
        journal.record(
            session, Event.ACCOUNT_MAIL_CAME_BACK, at=NOW, actor=journal.WORKER, object_type="account",
            object_id=account.id, about="tell_changed", code="5.1.1",
        )  # fmt: skip
    path = f"/applications/{account.case_id}"
    assert "was not delivered and came back: notice of changed data" in shown(small_desk, path, "en")
    assert "wiadomość nie została doręczona i wróciła: wiadomość o zmianie danych" in shown(small_desk, path, "pl")


@pytest.mark.parametrize("problem", ["reports_unreachable", "reports_login"])
def test_an_outage_of_the_mailbox_is_told_and_promises_are_kept(small_desk: DeskUnderTest, problem: str) -> None:
    account = live(small_desk.database, AccountStatus.APPROVED)
    with small_desk.database.transaction() as session:
        health.report(session, "reports", problem, at=NOW)
        health.report(session, health.WORKER, "", at=NOW)
    page = small_desk.as_(Role.CLERK).get(f"/applications/{account.case_id}")
    assert "The mailbox of delivery reports" in page.text
    assert "waiting, nothing is lost" not in page.text
    assert "The account is about to be created." in page.main
