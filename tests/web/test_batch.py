"""Papers keyed in one after another: what the next form keeps, where typing begins, all clauses at once (R1, R2)."""

import pytest

from provisioner.applications.rules import Answer
from provisioner.applications.tables import Application
from provisioner.staff.roles import Role
from tests.web.desk import DeskUnderTest
from tests.web.page import Browser, Page
from tests.web.rows import count, rows
from tests.web.test_intake import NEW, fill, typed


def focused(page: Page) -> list[str]:
    return [str(control["id"]) for control in page.soup.select("main [autofocus]")]


def next_one(browser: Browser, page: Page, **changed: str) -> Page:
    return browser.send(page, NEW, button="next", **typed(page, **changed))


def test_the_next_form_keeps_channel_and_day_and_begins_at_the_customer_number(desk: DeskUnderTest) -> None:
    page = fill(desk.as_(Role.CLERK), button="next", channel="post", copy_handed="", received_on="23.11")
    kept = page.form(NEW)
    assert (kept["channel"], kept["received_on"]) == ("post", "23.11.2026")
    assert (kept["customer_number"], kept["document_date"], kept["last_name"]) == ("", "", "")
    assert focused(page) == ["customer_number"]
    assert "by the end of Wednesday 2 December 2026" in page.main


def test_what_a_batch_has_in_common_stays_until_it_is_changed(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)
    page = next_one(browser, browser.get(NEW), channel="post", copy_handed="")
    page = next_one(browser, page, channel="email", copy_handed="", received_on="20.11", document_date="")
    kept = page.form(NEW)
    assert (kept["channel"], kept["received_on"]) == ("email", "20.11.2026")
    page = browser.get(NEW)
    assert page.form(NEW)["received_on"] == "", "another day begins with nothing"
    assert focused(page) == ["channel-0"]


def test_an_address_with_nonsense_gives_the_empty_form(small_desk: DeskUnderTest) -> None:
    page = small_desk.as_(Role.CLERK).get(f"{NEW}?channel=%00pigeon&received_on={'9' * 500}")
    assert page.status == 200
    assert "channel" not in page.form(NEW)


def test_two_papers_of_a_batch_are_two_cases(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)
    page = next_one(browser, browser.get(NEW))
    next_one(browser, page, customer_number="104234")
    assert count(desk.database) == 2


def test_after_an_error_the_summary_has_the_focus_and_no_field(desk: DeskUnderTest) -> None:
    page = fill(desk.as_(Role.CLERK), button="next", customer_number="")
    assert focused(page) == ["summary"]


def test_enter_without_a_script_presses_a_button_that_cannot_be_pressed(small_desk: DeskUnderTest) -> None:
    form = small_desk.as_(Role.CLERK).get(NEW).form_tag(NEW)
    first = form.find("button")
    assert first
    assert first.has_attr("disabled")


@pytest.mark.parametrize("button", ["preview", "all_yes"])
def test_a_button_that_only_shows_the_form_keeps_everything_typed(desk: DeskUnderTest, button: str) -> None:
    page = fill(desk.as_(Role.CLERK), button=button, last_name="Nowak")
    assert page.status == 200
    assert page.form(NEW)["last_name"] == "Nowak"
    assert count(desk.database) == 0


def test_all_clauses_are_answered_with_yes_by_one_button_and_each_can_be_changed(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)
    page = browser.send(browser.get(NEW), NEW, button="all_yes")
    answers = {name: answer for name, answer in page.form(NEW).items() if name.startswith("clause-")}
    assert len(answers) > 1
    assert set(answers.values()) == {"accepted"}
    assert page.form(NEW)["regulamin_signed"] == "yes"
    first = min(answers)
    browser.send(page, NEW, button="open", **typed(page, **{first: "refused"}))
    saved = rows(desk.database, Application)[0]
    assert [one.answer for one in saved.answers].count(Answer.REFUSED) == 1


def test_an_answer_given_before_stays_when_the_rest_is_answered_with_yes(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)
    page = browser.get(NEW)
    first, second, third = sorted(name for name in typed(page) if name.startswith("clause-"))[:3]
    given = {first: "refused", second: "illegible", "regulamin_signed": "no"}
    answers = browser.send(page, NEW, button="all_yes", **given).form(NEW)
    assert {name: answers[name] for name in given} == given
    assert answers[third] == "accepted"
