"""A page takes so much work and no more: counted in calls of functions, which no busy machine changes."""

import sys

from provisioner.cases.queue import ROWS
from provisioner.staff.roles import Role
from tests.factories import recorded
from tests.web.desk import DeskUnderTest
from tests.web.page import Browser

CALLS = 70_000
"""Some 15 ms of one processor."""


def calls(browser: Browser, address: str) -> int:
    """How many functions are called for a page that was made before."""
    browser.get(address)
    count = 0

    def note(_frame: object, what: str, _about: object) -> None:
        nonlocal count
        count += what in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        browser.client.get(address)
    finally:
        sys.setprofile(before)
    return count


def test_a_full_page_of_the_queue_is_little_work(small_desk: DeskUnderTest) -> None:
    with small_desk.database.transaction() as session:
        for number in range(ROWS + 1):
            recorded(
                session, customer_number=f"{200000 + number}", email=f"a{number}@b.pl", email_again=f"a{number}@b.pl"
            )
    assert calls(small_desk.as_(Role.CLERK, Role.APPROVER, name="Cezary Zych"), "/") < CALLS
