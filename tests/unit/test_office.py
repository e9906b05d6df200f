"""The office's own settings: typed, refused when they contradict each other."""

import pytest
from pydantic import ValidationError

from provisioner import office
from provisioner.database import Database
from provisioner.office import InvalidSetting, OfficeRules


def test_r4_a_window_that_closes_before_it_opens_is_refused(database: Database) -> None:
    with database.transaction() as session:
        with pytest.raises(InvalidSetting, match="must not lie after"):
            office.change(session, "deadline_first_day", "8")
        assert office.change(session, "deadline_first_day", "7") == (3, 7)
        with pytest.raises(InvalidSetting, match="must not lie after"):
            office.change(session, "deadline_last_day", "6")
    with pytest.raises(ValidationError):
        OfficeRules(deadline_first_day=5, deadline_last_day=4)


@pytest.mark.parametrize(
    "text, kept",
    [
        ("", ()),
        (" ", ()),
        ("name, customer_number", ("name", "customer_number")),
        ("customer_number", ("customer_number",)),
    ],
)
def test_r5_the_data_repeated_in_the_mail_are_a_list_that_may_be_empty(
    database: Database, text: str, kept: tuple[str, ...]
) -> None:
    with database.transaction() as session:
        office.change(session, "mail_basic_data", text)
    with database.reading() as session:
        assert office.rules(session).mail_basic_data == kept


def test_a_datum_we_do_not_know_is_refused(database: Database) -> None:
    with database.transaction() as session, pytest.raises(InvalidSetting):
        office.change(session, "mail_basic_data", "name, phone")
