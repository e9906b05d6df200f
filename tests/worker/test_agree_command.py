"""`provisioner agree`: the worker is asked to compare everything; how it looks printed is seen on the real server."""

import sqlalchemy as sa
from click.testing import CliRunner

from provisioner.cli.main import provisioner
from provisioner.database import Database
from provisioner.outbox.tables import Task


def test_the_worker_is_asked_once_however_often_it_is_typed(database_url: str, database: Database) -> None:
    environment = {"PROVISIONER_DATABASE_URL": database_url, "PROVISIONER_JOURNAL_KEY": "j" * 40}
    for _ in range(2):
        answer = CliRunner().invoke(provisioner, ["agree"], env=environment)
        assert answer.exit_code == 0, answer.output
    with database.reading() as session:
        assert session.scalars(sa.select(Task.kind)).all() == ["agree"]


def test_a_dry_run_without_its_secret_says_which_one_is_missing() -> None:
    answer = CliRunner().invoke(provisioner, ["agree", "--dry-run"], env={"PROVISIONER_DATABASE_URL": "sqlite://"})
    assert "PROVISIONER_OBSERVER_CLIENT_SECRET: not set" in str(answer.exception)
