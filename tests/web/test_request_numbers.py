"""Each request has a number: in the answer, in every line of the log, and on error pages to tell the operator."""

import re
from uuid import uuid4

import pytest
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs

from provisioner.database import Database
from provisioner.staff.roles import Role
from tests.factories import recorded
from tests.web.desk import DeskUnderTest, desk_over

HEADER = "X-Request-Id"
GIVEN = "0123456789abcdef0123456789abcdef"


def test_an_error_page_shows_how_the_number_of_its_answer_and_its_lines_begins(small_desk: DeskUnderTest) -> None:
    browser = small_desk.as_(Role.CLERK)
    for path, status in (("/nowhere", 404), ("/journal", 403)):
        with capture_logs([merge_contextvars]) as lines:
            page = browser.get(path)
        number = page.response.headers[HEADER]
        assert page.status == status
        assert re.fullmatch("[0-9a-f]{16}", number)
        assert f"Number of this request: {number[:8]}" in page.main
        assert {line["request"] for line in lines} == {number}


def test_a_failure_of_ours_is_found_in_the_log_by_the_number_on_its_page(small_desk: DeskUnderTest) -> None:
    browser = small_desk.as_(Role.CLERK)
    small_desk.break_reading(RuntimeError("Labuda"))
    with capture_logs([merge_contextvars]) as lines:
        page = browser.get("/")
    (line,) = (line for line in lines if line["event"] == "request:failed")
    assert page.status == 500
    assert f"Number of this request: {line['request'][:8]}" in page.main


def test_the_page_says_it_in_polish(small_desk: DeskUnderTest) -> None:
    answer = small_desk.nobody().client.get("/nowhere", headers={"Accept-Language": "pl"})
    assert (
        f"Numer zgłoszenia:</strong> {answer.headers[HEADER][:8]}" in answer.text or "Numer zgłoszenia:" in answer.text
    )


@pytest.mark.parametrize(
    ("proxies", "given", "taken"),
    [
        (1, GIVEN, True),
        (1, "3f2504e0-4f89-41d3-9a0c-0305e82c3301", True),
        (0, GIVEN, False),
        (1, "jozef@example.com", False),
        (1, "104233", False),
        (1, "0" * 33, False),
    ],
)
def test_a_number_is_taken_from_a_trusted_proxy_only_and_only_if_it_can_be_nothing_else(
    sqlite_url: str, proxies: int, given: str, taken: bool
) -> None:
    database = Database(sqlite_url)
    desk = desk_over(database, proxies=proxies)
    answer = desk.nobody().client.get("/health/live", headers={HEADER: given})
    assert (answer.headers[HEADER] == given) is taken
    database.close()


@pytest.mark.parametrize("address", ["/changes/{}", "/erasures/{}"])
def test_a_case_is_one_whatever_it_asks_for(small_desk: DeskUnderTest, address: str) -> None:
    case = uuid4()
    with capture_logs([merge_contextvars]) as lines:
        small_desk.as_(Role.CLERK).get(address.format(case))
    assert [line.get("case") for line in lines if line["event"] == "request:done"] == [str(case)]


def test_what_is_done_on_a_case_is_logged_with_it(small_desk: DeskUnderTest) -> None:
    with small_desk.database.transaction() as session:
        case = recorded(session).id
    browser = small_desk.as_(Role.CLERK)
    with capture_logs([merge_contextvars]) as lines:
        browser.get(f"/applications/{case}")
        browser.get(f"/cases/{case}/note")
    done = [line.get("case") for line in lines if line["event"] == "request:done"]
    assert done == [str(case)] * 2
