"""A filled database of each former release walks to the newest schema, and nothing is lost or loosened."""

import pytest
from alembic import command

from provisioner.database import Database
from provisioner.database.schema import configured, migrate
from provisioner.database.standing import is_current
from tests.former.databases import Former
from tests.former.rows import Row, Rows, kept, read
from tests.migrations.guards import guards
from tests.migrations.places import PLACES, counterparts

pytestmark = pytest.mark.sweep


def walked(former: Former) -> Rows:
    migrate(former.database)
    assert is_current(former.database)
    return read(former.database)


def test_the_former_release_left_what_it_left(former: Former) -> None:
    """The loader is proved first: what is read back is what was kept."""
    assert read(former.database) == former.rows


def test_the_rows_kept_hold_what_migrations_must_carry(former_revision: str) -> None:
    rows = kept(former_revision)
    statuses = {row["status"] for row in rows["account"]}
    assert statuses == {"approved", "created", "notified", "activated", "expired", "needs_attention"}
    assert {row["status"] for row in rows["application"]} == {
        "recorded", "incomplete", "approved", "refused", "withdrawn"
    }  # fmt: skip
    waiting = [row for row in rows["task"] if row["done_at"] is None]
    assert {row["kind"] for row in waiting} == {"provision", "notify", "watch"}
    assert any(row["failures"] for row in waiting)
    assert any(row["leased_until"] for row in waiting)
    assert rows["closed_day"]
    assert rows["office_setting"]
    assert any(row["one_person_reason"] for row in rows["application"])
    events = {row["event"] for row in rows["audit_entry"]}
    assert {"application:corrected", "application:completed", "account:retried", "account:login-changed"} <= events


def test_every_value_is_found_again_in_its_place(former: Former) -> None:
    today = walked(former)
    assert set(PLACES[former.revision]) == set(former.rows)
    for table, rows in former.rows.items():
        pairs = list(counterparts(former.revision, table, former.rows, today))
        assert len(pairs) == len(rows)
        for before, after in pairs:
            assert after == before, table


def test_nothing_was_added_but_what_the_former_rows_say(former: Former) -> None:
    today = walked(former)
    for table, place in PLACES[former.revision].items():
        for name in place.tables:
            assert len(today[name]) == len(former.rows[table]), name


def test_an_account_has_its_own_copy_of_what_was_approved(former: Former) -> None:
    today = walked(former)
    cases = {row["id"]: row for row in today["paper_case"]}
    applications = {row["id"]: row for row in today["application"]}
    own = ("customer_number", "first_name", "last_name", "company_name", "name_key", "email", "language")
    for account in today["account"]:
        approved = applications[account["case_id"]] | cases[account["case_id"]]
        assert account["case_number"] == approved["number"]
        assert {name: account[name] for name in own} == {name: approved[name] for name in own}


def test_each_case_asks_for_an_account_and_shows_the_name_on_the_invoice(former: Former) -> None:
    today = walked(former)
    applications = {row["id"]: row for row in today["application"]}
    for case in today["paper_case"]:
        paper = applications[case["id"]]
        assert case["purpose"] == "account"
        assert case["display_name"] == paper["company_name"] or f"{paper['first_name']} {paper['last_name']}".strip()


def test_work_goes_on_in_the_lane_and_urgency_of_its_kind(former: Former) -> None:
    expected = {"provision": ("user", 1, True), "notify": ("user", 1, True), "watch": ("watch", 2, False)}
    for task in walked(former)["task"]:
        assert task["subject_kind"] == "account"
        assert (task["lane"], task["urgency"], task["awaited"]) == expected[task["kind"]]


def test_new_work_gets_a_number_that_no_former_task_had(former: Former) -> None:
    highest = max(task["id"] for task in former.rows["task"])
    migrate(former.database)
    with former.database.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO task (kind, subject_kind, subject_id, lane, urgency, awaited, not_before, attempt, failures, "
            "problem) SELECT 'sweep', 'office', subject_id, '', 2, awaited, not_before, 0, 0, '' FROM task WHERE id = 1"
        )
        added = connection.exec_driver_sql("SELECT max(id) FROM task").scalar_one()
    assert added == highest + 1


def test_a_walked_database_is_guarded_like_a_fresh_one(former: Former, request: pytest.FixtureRequest) -> None:
    migrate(former.database)
    engine = "sqlite" if former.url.startswith("sqlite") else "postgres"
    fresh = Database(request.getfixturevalue(f"{engine}_url"))
    assert guards(former.database) == guards(fresh)
    fresh.close()


def test_models_and_a_walked_database_agree(former: Former) -> None:
    migrate(former.database)
    with configured(former.database) as config:
        command.check(config)


def test_down_and_up_again_keeps_every_row_and_guard(former: Former) -> None:
    guarded, today = guards(former.database), walked(former)
    with configured(former.database) as config:
        command.downgrade(config, former.revision)
    assert sorted_rows(read(former.database)) == sorted_rows(former.rows)
    assert guards(former.database) == guarded
    assert walked(former) == today


def sorted_rows(rows: Rows) -> dict[str, list[Row]]:
    """Columns have no order."""
    return {table: [dict(sorted(row.items())) for row in found] for table, found in rows.items()}
