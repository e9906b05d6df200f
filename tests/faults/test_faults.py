"""What is said of the faults: none is missing, and every test that is named is there."""

from tests.faults import rows
from tests.faults.page import PAGE, page
from tests.named import missing

FAULTS = 66
"""How many we know of; whoever finds another adds its row, and nobody takes one out."""


def test_every_fault_stands_once_in_the_order_of_its_number() -> None:
    assert [row.number for row in rows()] == list(range(1, FAULTS + 1))


def test_what_is_tried_is_shown_and_what_is_not_has_its_reason() -> None:
    assert [row.number for row in rows() if not row.tests and not row.open] == []


def test_every_test_that_is_named_exists() -> None:
    assert missing(name for row in rows() for name in row.tests) == []


def test_the_page_says_what_is_said_of_each() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `python -m tests.faults`"
