"""What is particular to PostgreSQL: its programs, a scratch database to look in, and Keycloak's own database."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa

from provisioner.backups.errors import BackupRefused
from provisioner.backups.targets import Postgres
from provisioner.database import Database
from tests.backups.desk import Installation, dropped
from tests.backups.programs import in_front, run, tables
from tests.databases import OWNER, made_postgres
from tests.factories import recorded

pytestmark = pytest.mark.postgres
PASSWORD = "a password that nobody may see in a list of processes"
KEYCLOAK = (
    "CREATE TABLE user_entity (id int PRIMARY KEY, username text); INSERT INTO user_entity VALUES (1, '104233');"
    "CREATE TABLE migration_model (id text PRIMARY KEY, version text, update_time bigint);"
    "INSERT INTO migration_model VALUES ('a', '26.7.2', 1), ('b', '26.7.5', 2)"
)


@pytest.fixture
def database_url(postgres_url: str) -> str:
    """PostgreSQL alone."""
    return postgres_url


@pytest.fixture
def empty(postgres_server: str) -> Iterator[str]:
    """A database with nothing in it."""
    url = made_postgres(postgres_server, f"e_{uuid4().hex}")
    yield url
    dropped(url, postgres_server)


@pytest.fixture
def keycloak(postgres_server: str) -> Iterator[str]:
    """Keycloak's database, as far as it matters here; the server trusts everybody, whatever the password."""
    url = made_postgres(postgres_server, f"k_{uuid4().hex}")
    run(url, KEYCLOAK)
    yield url.replace("postgres@", f"postgres:{PASSWORD.replace(' ', '%20')}@")
    dropped(url, postgres_server)


def fill(target: Postgres) -> None:
    with target.filling(()):
        pass


@pytest.fixture
def file(installation: Installation, desk: Database) -> Path:
    """A backup with one person in it."""
    with desk.transaction() as session:
        recorded(session)
    return installation.backed_up()


def test_its_rows_are_counted_without_a_database_and_its_journal_is_read_in_a_scratch_one(
    installation: Installation, file: Path, empty: str
) -> None:
    plain = installation.call("verify-backup", file, "--key", installation.key)
    assert (plain.exit_code, "for which a scratch database is needed" in plain.output) == (0, True)
    address = installation.folder / "address"
    address.write_text(empty)
    words = ("verify-backup", file, "--key", installation.key, "--scratch-url-file", address)
    for _ in range(2):
        looked = installation.call(*words)
        assert (looked.exit_code, "read to its end and whole" in looked.output) == (0, True), looked.output
        assert tables(empty) == [], "it is emptied again"
    address.write_text(installation.url)
    assert "is not empty" in installation.call(*words).stderr, "no database that is used is filled"


def test_keycloaks_database_comes_along_and_back(
    installation: Installation, there: Installation, desk: Database, keycloak: str, empty: str
) -> None:
    with desk.transaction() as session:
        recorded(session)
    installation.more["PROVISIONER_KEYCLOAK_DATABASE_URL"] = keycloak
    file = installation.backed_up()
    there.more["PROVISIONER_KEYCLOAK_DATABASE_URL"] = empty
    looked = there.call("verify-backup", file, "--key", there.key).output
    assert ("is in it" in looked, "Keycloak 26.7.5, Keycloak's PostgreSQL" in looked) == (True, True), looked
    done = there.call("restore", file, "--key", there.key)
    assert "Keycloak's database was restored, too." in done.output
    assert run(empty, "SELECT * FROM user_entity") == [(1, "104233")]
    assert "Start Keycloak 26.7.5 or a newer one on it" in done.output
    again = there.call("restore", file, "--key", there.key, "--replace", sa.make_url(there.url).database)
    assert "is not empty" in again.stderr, "each database is named by itself"


def test_no_password_is_in_the_words_of_a_program_nor_in_what_is_said(
    installation: Installation, desk: Database, keycloak: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = tmp_path / "words"
    in_front(tmp_path / "bin", "pg_dump", f'echo "$@" >> {seen}; exec pg_dump "$@"', monkeypatch)
    installation.more["PROVISIONER_KEYCLOAK_DATABASE_URL"] = keycloak
    done = installation.call("backup", "--to", installation.folder / "backups")
    assert done.exit_code == 0, done.output
    assert len(seen.read_text().splitlines()) == 2
    assert PASSWORD not in seen.read_text() + done.output
    wrong = keycloak.replace("/k_", "/nowhere_")
    failed = installation.call("backup", "--to", installation.folder / "more", PROVISIONER_KEYCLOAK_DATABASE_URL=wrong)
    assert (failed.exit_code, "does not exist" in failed.stderr) == (1, True)
    assert PASSWORD not in failed.output
    assert list((installation.folder / "more").iterdir()) == []


def test_a_dump_that_breaks_off_is_no_backup(
    installation: Installation, desk: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_front(tmp_path / "bin", "pg_dump", "head -c 100000 /dev/zero; echo lost >&2; exit 1", monkeypatch)
    done = installation.call("backup", "--to", installation.folder / "backups")
    assert (done.exit_code, done.stderr) == (1, "Error: no backup was made: pg_dump failed: lost.\n")
    assert list((installation.folder / "backups").iterdir()) == []


def test_a_restore_that_breaks_off_leaves_the_database_as_it_was(
    installation: Installation, desk: Database, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.close()
    before = tables(installation.url)
    in_front(tmp_path / "bin", "pg_restore", 'pg_restore "$@" | head -c 30000; exit 1', monkeypatch)
    words = ("restore", file, "--key", installation.key, "--replace", sa.make_url(installation.url).database)
    assert installation.call(*words).exit_code == 1
    assert tables(installation.url) == before
    assert run(installation.url, "SELECT count(*) FROM paper_case") == [(1,)]


def test_whoever_comes_while_a_database_is_about_to_be_replaced_keeps_it_from_being_replaced(empty: str) -> None:
    run(empty, KEYCLOAK)
    name = str(sa.make_url(empty).database)
    target = Postgres(sa.make_url(empty))
    other = sa.create_engine(empty, poolclass=sa.NullPool)
    with target.reserved((name,)), other.connect(), pytest.raises(BackupRefused, match="is in use"):
        fill(target)
    assert run(empty, "SELECT username FROM user_entity") == [("104233",)]


def test_what_is_put_back_belongs_to_the_owner_and_the_running_desk_is_granted_what_it_needs(
    there: Installation, file: Path
) -> None:
    looked = there.call("verify-backup", file, "--key", there.key).output
    assert "Secrets in it: database_url, journal_key." in looked, "the owner's address stays on its machine"
    done = there.call("restore", file, "--key", there.key)
    assert "Erased again: 0." in done.output, "what follows is done by the running desk already"
    owned = "SELECT DISTINCT pg_get_userbyid(relowner) FROM pg_class WHERE relnamespace = 'public'::regnamespace"
    assert run(there.url, owned) == [(OWNER,)]
    granted = "SELECT has_table_privilege('{0}', 'INSERT'), has_table_privilege('{0}', 'DELETE')"
    assert run(there.url, granted.format("task")) == [(True, True)]
    assert run(there.url, granted.format("audit_entry")) == [(True, False)]


def test_a_running_desk_is_seen_by_the_owner_though_it_is_another_role(there: Installation, file: Path) -> None:
    """PostgreSQL tells a role of another one's session only that there is one."""
    there.call("restore", file, "--key", there.key)
    words = ("restore", file, "--key", there.key, "--replace", sa.make_url(there.url).database)
    with sa.create_engine(there.url, poolclass=sa.NullPool).connect():
        assert "is in use" in there.call(*words).stderr
    assert there.call(*words).exit_code == 0


def test_a_server_that_is_away_is_told(empty: str) -> None:
    away = Postgres(sa.make_url(empty).set(database="nowhere"))
    with pytest.raises(BackupRefused, match="does not exist"), away.reserved(()):
        pass


def test_where_its_programs_are_missing_that_is_said(
    installation: Installation, desk: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    done = installation.call("backup", "--to", installation.folder / "backups")
    assert (done.exit_code, "pg_dump is missing" in done.stderr) == (1, True)


def test_a_backup_of_another_keycloak_than_the_one_here_says_so(
    installation: Installation, there: Installation, desk: Database, keycloak: str, empty: str
) -> None:
    installation.more["PROVISIONER_KEYCLOAK_DATABASE_URL"] = keycloak
    file = installation.backed_up()
    there.more["PROVISIONER_KEYCLOAK_DATABASE_URL"] = empty
    run(empty, f"{KEYCLOAK}; UPDATE migration_model SET version = '26.8.0' WHERE id = 'b'")
    done = there.call("restore", file, "--key", there.key, "--replace", sa.make_url(empty).database)
    assert "Attention: it is of Keycloak 26.7.5, what was replaced here was of 26.8.0." in done.stdout, done.output


def test_what_is_older_than_the_backup_is_refused_before_anything_is_replaced(
    there: Installation, file: Path, empty: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(BackupRefused, match="of PostgreSQL 99"), Postgres(sa.make_url(empty), "99.1").reserved(()):
        pass
    in_front(tmp_path / "bin", "pg_restore", "echo 'pg_restore (PostgreSQL) 9.6.24 (Debian)'", monkeypatch)
    for verb in ("restore", "verify-backup"):
        done = there.call(verb, file, "--key", there.key)
        assert (done.exit_code, "pg_restore here is of 9.6.24" in done.stderr) == (1, True), done.output
    assert tables(there.url) == []
