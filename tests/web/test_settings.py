"""The settings on the desk: shown with who gave them, changed in forms of their own, their effect told before."""

import pytest

from provisioner import office
from provisioner.database import Database
from provisioner.journal import Event
from provisioner.office import OfficeRules
from provisioner.staff.roles import Role
from provisioner.web.words.office.rules import BY_NAME
from tests.factories import recorded
from tests.web.desk import DeskUnderTest
from tests.web.page import Browser, Page
from tests.web.rows import events
from tests.web.test_recheck import SILENT

ADMINISTRATOR, OTHER = "Zofia Mazur", "Adam Wilk"


def administrator(desk: DeskUnderTest, name: str = ADMINISTRATOR) -> Browser:
    return desk.as_(Role.ADMINISTRATOR, name=name)


def polish(desk: DeskUnderTest) -> Browser:
    browser = desk.nobody()
    browser.sign_in_as(desk.staff_id(ADMINISTRATOR), ADMINISTRATOR, [Role.ADMINISTRATOR], "pl")
    return browser


def rules(database: Database) -> OfficeRules:
    with database.reading() as session:
        return office.rules(session)


def send(browser: Browser, name: str, **typed: str) -> Page:
    return browser.send(browser.get(f"/settings/{name}"), f"/settings/{name}", **typed)


def test_every_setting_stands_with_its_value_its_default_and_who_gave_it(desk: DeskUnderTest) -> None:
    browser = administrator(desk)
    send(browser, "unused_days", unused_days="90")
    page = browser.get("/settings")
    for words in BY_NAME.values():
        assert str(words.label) in page.main
    assert "90 days 60 days Zofia Mazur, today 10:00" in page.main
    assert "7 working days 7 working days never changed" in page.main
    assert "docs/settings.md" in page.main


def test_a_value_that_came_past_the_journal_is_said_to_be_unknown_to_it(small_desk: DeskUnderTest) -> None:
    with small_desk.database.transaction() as session:
        office.change(session, "unused_days", "90")
    page = administrator(small_desk).get("/settings/unused_days")
    assert "not known to the journal" in page.main
    assert "The journal knows of no change." in page.main


def test_no_secret_and_no_setting_of_the_start_is_shown(small_desk: DeskUnderTest) -> None:
    page = administrator(small_desk).get("/settings")
    assert "PROVISIONER_" not in page.response.get_data(as_text=True)
    assert "a secret for tests" not in page.response.get_data(as_text=True)


@pytest.mark.parametrize("name", OfficeRules.model_fields)
def test_each_form_sent_as_it_is_changes_nothing(small_desk: DeskUnderTest, name: str) -> None:
    browser = administrator(small_desk)
    page = browser.get(f"/settings/{name}")
    if page.has_form(f"/settings/{name}") and name not in (
        "deletion_grounds",
        "mail_basic_data",
        "resignation_channels",
    ):
        assert "It was so already" in browser.send(page, f"/settings/{name}").text
    assert Event.SETTING_CHANGED not in events(small_desk.database)
    assert str(BY_NAME[name].why) in page.main


def test_a_change_counts_at_once_and_stands_in_its_history_and_the_journal(desk: DeskUnderTest) -> None:
    page = send(administrator(desk), "clerks_reissue", clerks_reissue="yes")
    assert "Saved. Clerks send new passwords: yes." in page.text
    assert "Zofia Mazur: no → yes today 10:00" in page.main
    assert rules(desk.database).clerks_reissue
    journal = desk.as_(Role.AUDITOR, name="Ewa Lis").get("/journal")
    assert "changed a setting of the office" in journal.main
    assert "Clerks send new passwords: no → yes" in journal.main


def test_what_is_wrong_is_told_at_the_field_and_what_was_typed_is_kept(small_desk: DeskUnderTest) -> None:
    page = send(administrator(small_desk), "unused_days", unused_days="dużo")
    assert page.status == 400
    assert page.title.startswith("Error:")
    assert page.summary() == {"unused_days": "Write a whole number from 1 to 730"}
    assert page.field_error("unused_days") == "Write a whole number from 1 to 730"
    assert page.form("/settings/unused_days")["unused_days"] == "dużo"
    page = send(administrator(small_desk), "deadline_first_day", deadline_first_day="8")
    assert page.field_error("deadline_first_day") == "The earliest working day must not lie after the last one"
    assert events(small_desk.database) == []


def test_the_form_speaks_polish(small_desk: DeskUnderTest) -> None:
    page = send(polish(small_desk), "unused_days", unused_days="0")
    assert page.title.startswith("Błąd:")
    assert page.field_error("unused_days") == "Wpisz liczbę całkowitą od 1 do 730"
    assert "od 1 do 730 dni" in page.main
    assert "Ustawienia" in page.text


def test_of_several_choices_any_are_taken_and_none_is_told_where_one_is_needed(small_desk: DeskUnderTest) -> None:
    browser, name = administrator(small_desk), "resignation_channels"
    ticked = {"resignation_channels-post": "", "resignation_channels-email": ""}
    page = send(browser, name, **ticked)
    assert "Saved. Ways for a resignation: at the counter." in page.text
    assert rules(small_desk.database).resignation_channels == ("counter",)
    page = send(browser, name, **{"resignation_channels-counter": ""})
    assert page.summary() == {"resignation_channels-0": "Choose at least one of these"}
    none = {"mail_basic_data-name": "", "mail_basic_data-customer_number": ""}
    assert "Saved. Data repeated in the mail: none." in send(browser, "mail_basic_data", **none).text


def test_r4_open_cases_that_would_be_counted_differently_are_shown_before_it_is_saved(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        case = recorded(session).id
    browser = administrator(desk)
    page = send(browser, "deadline_last_day", deadline_last_day="8")
    assert "Not saved yet: this would follow" in page.main
    assert "1 open case would be counted to another last day." in page.main
    assert "Their stored last days stay as they are" in page.main
    assert "2026/000001 Wed 2 Dec Wed 2 Dec Thu 3 Dec" in page.main
    assert rules(desk.database).deadline_last_day == 7
    page = browser.send(page, "/settings/deadline_last_day", deadline_last_day="9")
    assert "Fri 4 Dec" in page.main, "another value is shown anew before it is saved"
    page = browser.send(page, "/settings/deadline_last_day")
    assert "Saved. Last working day: 9 working days." in page.text
    assert rules(desk.database).deadline_last_day == 9
    assert "The stored deadline stays." in browser.get(f"/applications/{case}").main


def test_p6_one_pair_of_eyes_is_warned_of_and_saved_when_confirmed(desk: DeskUnderTest) -> None:
    browser = administrator(desk)
    page = send(browser, "four_eyes", four_eyes="no")
    assert "One person may then record a case and approve it alone" in page.main
    assert rules(desk.database).four_eyes
    page = browser.send(page, "/settings/four_eyes")
    assert "Saved. Somebody else decides: no." in page.text
    page = browser.send(page, "/settings/four_eyes/default")
    assert "Saved. Somebody else decides: yes." in page.text
    assert "/default" not in page.response.get_data(as_text=True)


def test_back_to_the_default_shows_what_follows_first(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        office.change(session, "deadline_last_day", "8")
        recorded(session)
    browser = administrator(desk)
    page = browser.send(browser.get("/settings/deadline_last_day"), "/deadline_last_day/default")
    assert "Thu 3 Dec Thu 3 Dec Wed 2 Dec" in page.main
    page = browser.send(page, "/settings/deadline_last_day")
    assert "Saved. Last working day: 7 working days." in page.text


def test_of_two_administrators_the_second_is_told_and_nothing_typed_is_lost(desk: DeskUnderTest) -> None:
    first, second = administrator(desk), administrator(desk, OTHER)
    page = second.get("/settings/unused_days")
    send(first, "unused_days", unused_days="90")
    page = second.send(page, "/settings/unused_days", unused_days="30")
    assert page.status == 409
    assert "Changed by Zofia Mazur, today 10:00. It is now: 90 days." in page.main
    assert page.form("/settings/unused_days")["unused_days"] == "30"
    assert rules(desk.database).unused_days == 90
    assert "Saved. Accounts nobody uses: 30 days." in second.send(page, "/settings/unused_days").text


def test_an_auditor_reads_and_changes_nothing(small_desk: DeskUnderTest) -> None:
    browser = small_desk.as_(Role.AUDITOR, name="Ewa Lis")
    assert "Settings" in browser.get("/").text
    for path in ("/settings/unused_days", "/settings/deletion_grounds", "/settings/deletion_grounds/rows/death"):
        page = browser.get(path)
        assert page.status == 200
        assert [form for form in page.soup.select("main form") if form.select("button")] == []


@pytest.mark.parametrize("role", [Role.CLERK, Role.APPROVER])
def test_whoever_may_not_read_them_is_shown_no_way_there(small_desk: DeskUnderTest, role: Role) -> None:
    page = small_desk.as_(role, name="Ewa Lis").get("/")
    assert not page.soup.select('a[href="/settings"]')


def test_a_setting_there_is_not_is_a_page_there_is_not(small_desk: DeskUnderTest) -> None:
    browser = administrator(small_desk)
    assert browser.get("/settings/colour").status == 404
    assert browser.get("/settings/deletion_grounds/rows/colour").status == 404


def test_while_keycloak_is_silent_nothing_is_changed_and_what_was_typed_is_kept(desk: DeskUnderTest) -> None:
    browser = administrator(desk)
    paths = {
        "/settings/unused_days": ("unused_days", "90"),
        "/settings/deletion_grounds/new": ("name_pl", "przeprowadzka"),
        "/settings/deletion_grounds/rows/death": ("basis", "art. 59 kc"),
    }
    pages = {path: browser.get(path) for path in paths}
    desk.clock.advance(minutes=2)
    desk.realm.trouble = SILENT
    for path, (field, typed) in paths.items():
        page = browser.send(pages[path], path, **{field: typed})
        assert page.status == 503
        assert "the login server (Keycloak) does not answer" in page.main
        assert page.form(path)[field] == typed
    assert events(desk.database) == []
