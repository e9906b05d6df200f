"""What `provisioner check` says of a second PostgreSQL."""

from contextlib import closing
from datetime import date

import pytest

from provisioner.cli.preflight import desk
from provisioner.cli.preflight.finding import run
from provisioner.database import Database

TODAY = date(2026, 11, 27)


def warned(address: str) -> str:
    """By the check of the database."""
    with closing(Database(address)) as database:
        (finding,) = run([("database", lambda: desk.database(database, TODAY))])
    assert not finding.fault
    return finding.warning


def test_one_database_is_not_told_that_a_second_is_missing(database_url: str) -> None:
    assert warned(database_url) == ""


@pytest.mark.postgres
def test_where_the_address_names_two_and_none_follows_that_is_told(postgres_url: str) -> None:
    server = postgres_url.partition("?")[2]
    assert "no standby follows" in warned(f"{postgres_url}&{server}&target_session_attrs=read-write")
