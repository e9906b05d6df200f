"""The page of numbers: its tables and charts, the period in its address, its report, and who reads it."""

from datetime import date

import pytest

from provisioner.staff.roles import Role
from tests.factories import NOW, approved, recorded
from tests.privacy.desk import refused
from tests.web.desk import DeskUnderTest
from tests.web.page import Browser, Page

PATH = "/numbers"


def manager(desk: DeskUnderTest) -> Browser:
    return desk.as_(Role.APPROVER, name="Barbara Lis")


def some(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        recorded(session, customer_number="200001", email="a@example.com", email_again="a@example.com",
                 channel="email", copy_handed="", received_on="2.10.2026", document_date="")  # fmt: skip
        account = approved(session, customer_number="200002", email="b@example.com", email_again="b@example.com")
        account.mails_sent, account.activated_at = 1, NOW
        refused(session)


def table(page: Page, name: str) -> list[list[str]]:
    lines = page.soup.select(f"section[aria-labelledby={name}] tr")
    return [[cell.get_text(" ", strip=True) for cell in line.find_all(["th", "td"])] for line in lines]


def test_a_year_is_told_month_by_month_and_together(desk: DeskUnderTest) -> None:
    some(desk)
    page = manager(desk).get(PATH)
    assert "Numbers: the year 2026" in page.main
    assert "3 papers were received." in page.main
    intake = table(page, "intake")
    assert intake[0] == [
        "Month", "at the counter", "by post", "by e-mail", "by the office itself", "Together",
    ]  # fmt: skip
    assert (len(intake), intake[10]) == (13, ["October", "0", "0", "1", "0", "1"])
    assert intake[-1] == ["Together", "2", "0", "1", "0", "3"]
    assert table(page, "time")[-1] == ["Together", "1", "1", "1", "1", "0", "0%"]
    assert table(page, "refusals")[1:] == [
        ["clauses accepted, the Regulamin not signed", "0"], ["another reason, in words on the case", "1"],
    ]  # fmt: skip
    assert table(page, "activation")[-1] == ["Together", "1", "1", "100%"]


def test_a_month_of_the_address_is_told_alone(desk: DeskUnderTest) -> None:
    some(desk)
    page = manager(desk).get(f"{PATH}?year=2026&month=10")
    assert "Numbers: October 2026" in page.main
    assert table(page, "intake")[1:] == [["October 2026", "0", "0", "1", "0", "1"]]
    assert "Nothing was decided." in page.main
    assert "No login details were sent." in page.main
    assert page.form(PATH) == {"year": "2026", "month": "10"}


def test_decisions_whose_time_is_not_known_are_not_denied(desk: DeskUnderTest, monkeypatch: pytest.MonkeyPatch) -> None:
    some(desk)
    monkeypatch.setattr("provisioner.numbers.figures.Figures.median", None)
    page = manager(desk).get(PATH)
    assert "Nothing was decided." not in page.main
    assert "Of no decision is it known how many working days it took." in page.main


@pytest.mark.parametrize("asked", ["year=1999", "year=2027", "year=²⁰²⁶", "year=-1&month=13", "year=99999999"])
def test_a_period_that_nobody_can_ask_for_is_this_year(small_desk: DeskUnderTest, asked: str) -> None:
    assert "Numbers: the year 2026" in manager(small_desk).get(f"{PATH}?{asked}").main


def test_every_chart_is_told_in_words_and_has_its_table(desk: DeskUnderTest) -> None:
    some(desk)
    page = manager(desk).get(PATH)
    charts = page.soup.select("svg[role=img]")
    assert [chart.select_one("title").get_text() for chart in charts] == [  # type: ignore[union-attr]
        "Papers received, by channel", "Working days from the complete paper to the decision",
        "Decisions in time and late, with the share late", "Why papers were refused",
        "Login details sent and own passwords set, by month of approval",
    ]  # fmt: skip
    for chart in charts:
        parts = str(chart["aria-labelledby"]).split()
        assert all(page.soup.find(id=part) for part in parts)
        assert "The table below has the same numbers." in chart.get_text()
        assert chart.find_parent("section").find("table")  # type: ignore[union-attr]
    assert not page.soup.select("svg [style], svg style")


def test_an_empty_desk_has_tables_of_nothing_and_no_chart(desk: DeskUnderTest) -> None:
    page = manager(desk).get(PATH)
    assert "0 papers were received." in page.main
    assert page.soup.select("svg[role=img]") == []
    assert table(page, "time")[-1] == ["Together", "0", "0", "–", "–", "0", "–"]


def test_the_report_of_a_year_is_an_accessible_pdf(desk: DeskUnderTest) -> None:
    some(desk)
    answer = manager(desk).client.get(f"{PATH}/report.pdf?year=2026")
    assert (answer.mimetype, answer.data[:5]) == ("application/pdf", b"%PDF-")
    assert answer.headers["Content-Disposition"] == 'inline; filename="2026.pdf"'


def test_the_year_of_the_oldest_paper_can_be_asked_for(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        recorded(session).received_on = date(2024, 12, 20)
    page = manager(desk).get(f"{PATH}?year=2024")
    assert [one.get_text() for one in page.soup.select("#year option")] == ["2026", "2025", "2024"]
    assert table(page, "intake")[-1][-1] == "1"


def test_polish_numbers_and_plurals(desk: DeskUnderTest) -> None:
    some(desk)
    browser = manager(desk)
    browser.client.set_cookie("desk-language", "pl")
    page = browser.get(PATH)
    assert "Liczby: rok 2026" in page.main
    assert "Wpłynęły 3 wnioski." in page.main
    assert "w połowie spraw najwyżej 1 dzień roboczy, w najdłuższej 1 dzień roboczy" in page.main
    assert table(page, "intake")[1][0] == "styczeń"
    assert browser.client.get(f"{PATH}/report.pdf").data.startswith(b"%PDF-")


def test_clerks_read_no_numbers_and_have_no_way_there(small_desk: DeskUnderTest) -> None:
    clerk = small_desk.as_(Role.CLERK)
    assert clerk.get(PATH).status == 403
    assert "Numbers" not in clerk.get("/").text
    for role in (Role.APPROVER, Role.AUDITOR, Role.ADMINISTRATOR):
        assert "Numbers" in small_desk.as_(role).get(PATH).text
