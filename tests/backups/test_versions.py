"""A backup names what it was made of; what is too old to read it is refused, and another Keycloak is told."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from provisioner.backups.errors import BackupRefused
from provisioner.backups.manifest import Head, Manifest, Versions, read
from provisioner.backups.versions import not_older, programs_fit
from provisioner.database import Database
from tests.backups.desk import Installation
from tests.journal.desk import keeper


def looked_at(installation: Installation, file: Path) -> str:
    done = installation.call("verify-backup", file, "--key", installation.key)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_a_backup_names_the_server_it_was_made_of(installation: Installation, desk: Database) -> None:
    said = looked_at(installation, installation.backed_up())
    with desk.reading() as session:
        server = session.connection().dialect.server_version_info
    kind = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[desk.engine.dialect.name]
    assert f"Made of: {kind} {'.'.join(map(str, server or ()))}." in said


def test_a_backup_from_before_versions_were_noted_is_read() -> None:
    made = Manifest("1", "1", datetime.now(UTC), "postgresql", Head(0, "", ""), {}, {}, (), keeper().public_key)
    told = json.loads(made.text(keeper()))
    for name in ("versions", "signature", "public_key"):
        del told[name]
    found = read(json.dumps(keeper().signed(told)).encode())
    assert (found, found.versions) == (made, Versions())


@pytest.mark.parametrize("wrote, found", [("17.6", "17.0"), ("15.18", "17.6"), ("", "9.6"), ("17.6", "")])
def test_the_same_line_and_a_newer_one_read_it_and_what_is_not_known_hinders_nobody(wrote: str, found: str) -> None:
    not_older(wrote, found, "the server")


def test_an_older_line_is_refused_in_words() -> None:
    with pytest.raises(BackupRefused, match=r"of PostgreSQL 17\.6.*the server is of 15\.18: install PostgreSQL 17"):
        not_older("17.6", "15.18", "the server")


def test_no_program_is_asked_for_where_keycloaks_database_stays_in_the_backup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    made = Manifest(
        "1", "1", datetime.now(UTC), "sqlite", Head(0, "", ""), {}, {}, (), "", Versions("3.46.1", "17.6", "26.7.5")
    )
    programs_fit(made, keycloak=False)
    with pytest.raises(BackupRefused, match="pg_restore is missing"):
        programs_fit(made, keycloak=True)
