"""`provisioner check --upgrade` finds what would go wrong before anything is changed."""

from contextlib import closing
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import command

from provisioner import journal
from provisioner.database import Database
from provisioner.database.schema import configured
from tests.backups.desk import Installation
from tests.databases import everything, of_owner
from tests.factories import recorded


def checked(installation: Installation) -> tuple[int, dict[str, str]]:
    done = installation.call("check", "--upgrade")
    return done.exit_code, {line[9:].partition(": ")[0]: line for line in done.output.splitlines()}


def test_without_a_backup_it_says_so_and_with_one_all_is_well(installation: Installation, desk: Database) -> None:
    with desk.transaction() as session:
        recorded(session)
    code, lines = checked(installation)
    assert (code, "FAULT" in lines["last backup"]) == (1, True)
    installation.backed_up()
    code, lines = checked(installation)
    assert code == 0, lines
    assert "the newest" in lines["schema"]


def test_with_the_commands_own_client_alone_keycloaks_version_is_skipped_and_no_fault(
    installation: Installation, desk: Database
) -> None:
    installation.backed_up()
    done = installation.call("check", "--upgrade", PROVISIONER_REALM_ADMIN_CLIENT_SECRET="s" * 40)
    assert done.exit_code == 0, done.output
    assert "skipped  Keycloak's version: Keycloak tells it to administrators only" in done.output


def test_a_backup_of_each_hour_is_late_after_three(installation: Installation, desk: Database) -> None:
    with desk.transaction() as session:
        journal.record(
            session, journal.Event.BACKUP_MADE, at=datetime.now(UTC) - timedelta(hours=4), actor=journal.OPERATOR,
            object_type="backup", object_id="an-old-one.age", bytes=1, sha256="0" * 64, keycloak=False,
        )  # fmt: skip
    assert installation.call("check", "--upgrade").exit_code == 0
    late = installation.call("check", "--upgrade", PROVISIONER_BACKUP_HOURS="1")
    assert (late.exit_code, "an-old-one.age is 4 hours old" in late.output) == (1, True)


def test_steps_to_come_are_told_and_nothing_is_changed(installation: Installation, desk: Database) -> None:
    with closing(of_owner(desk)) as owner, configured(owner) as config:
        command.downgrade(config, "0037")
    code, lines = checked(installation)
    assert code == 0, lines
    assert "0037; " in lines["schema"]
    assert "0038 The queue in other orders" in lines["schema"]
    assert "older than backups" in lines["last backup"]


def test_a_schema_of_a_newer_program_is_refused_where_it_took_something(
    installation: Installation, desk: Database
) -> None:
    installation.backed_up()
    with everything(desk).begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    code, lines = checked(installation)
    assert (code, "of the later version 9999, which takes nothing from this one" in lines["schema"]) == (0, True)
    with everything(desk).begin() as connection:
        connection.execute(sa.text("UPDATE schema_reach SET oldest = '9998'"))
    code, lines = checked(installation)
    assert (code, "of version 9999, which this program does not know" in lines["schema"]) == (1, True)
