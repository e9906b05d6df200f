"""The log of the desk: each line tells which request and which case it belongs to, and nothing about a person."""

import json
from uuid import uuid4

import pytest
import structlog

from provisioner.cli.logs import only_allowed
from provisioner.staff.roles import Role
from tests.web.desk import DeskUnderTest


def lines(desk: DeskUnderTest, *addresses: str) -> list[dict[str, object]]:
    """What is logged while a clerk opens these addresses, through the processors of the real log."""
    browser = desk.as_(Role.CLERK)
    written: list[dict[str, object]] = []

    def keep(logger: object, method: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
        written.append(json.loads(json.dumps(only_allowed(logger, method, event))))
        raise structlog.DropEvent

    structlog.configure(processors=[structlog.contextvars.merge_contextvars, keep])
    try:
        for address in addresses:
            browser.client.get(address)
    finally:
        structlog.reset_defaults()
    return written


def test_each_request_has_an_id_of_its_own(small_desk: DeskUnderTest) -> None:
    found = [line["request"] for line in lines(small_desk, "/", "/calendar")]
    assert len(set(found)) == 2
    assert all(len(str(one)) == 16 for one in found)


def test_a_line_about_a_case_names_the_case_and_the_next_one_does_not(small_desk: DeskUnderTest) -> None:
    case = uuid4()
    first, second = lines(small_desk, f"/applications/{case}", "/")
    assert (first["case"], first["status"]) == (str(case), 404)
    assert "case" not in second


@pytest.mark.parametrize("name", ["email", "customer", "name", "password"])
def test_what_is_not_on_the_list_is_not_written(name: str) -> None:
    assert only_allowed(None, "info", {"event": "x", name: "Anna"}) == {"event": "x"}
