"""On PostgreSQL the running desk does not own its tables: what it may do there, what it is refused, who grants it."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from sqlalchemy.exc import ProgrammingError

from provisioner.cli.main import provisioner
from provisioner.cli.preflight import desk as checks
from provisioner.cli.preflight.finding import Warned
from provisioner.database import Database
from provisioner.database.rights import ALL, LESS, NOT_ALLOWED
from provisioner.database.schema import NotTheOwner, migrate
from provisioner.database.standing import Standing, revision_of, stands
from provisioner.migrations.tables import METADATA
from tests.backups.desk import dropped
from tests.databases import ADMINISTRATOR, DESK, OWNER, everything, made_postgres, under
from tests.migrations.test_step_back import migrated_later

pytestmark = pytest.mark.postgres
EVERY = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")


@pytest.fixture
def owners(postgres_url: str) -> str:
    """A database at the newest schema, under the role that owns its tables."""
    url = under(postgres_url, OWNER)
    with opened(url) as database:
        migrate(database, granted_to=DESK)
    return url


@pytest.fixture
def empty(postgres_server: str) -> Iterator[str]:
    """An empty database, under the role that is to own its tables."""
    url = under(made_postgres(postgres_server, f"o_{uuid4().hex}", OWNER), OWNER)
    yield url
    dropped(url, postgres_server)


@contextmanager
def opened(url: str) -> Iterator[Database]:
    with closing(Database(url)) as database:
        yield database


def refused(url: str, statement: str) -> str:
    """PostgreSQL's code for what it says to the running desk."""
    with opened(under(url, DESK)) as database, database.engine.connect() as connection:
        try:
            connection.exec_driver_sql(statement)
        except ProgrammingError as error:
            return str(getattr(error.orig, "sqlstate", ""))
    return ""


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
        "DROP TRIGGER seals_append_only ON audit_seal",
        "DROP FUNCTION seals_append_only() CASCADE",
        "CREATE OR REPLACE FUNCTION seals_append_only() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN OLD; END$$",
        "ALTER TABLE account ADD COLUMN more text",
        "DROP TABLE audit_value",
        "TRUNCATE audit_entry CASCADE",
        "UPDATE alembic_version SET version_num = '0001'",
        "DELETE FROM schema_reach",
        "UPDATE audit_entry SET actor = 'staff:somebody'",
        "DELETE FROM audit_seal",
        "UPDATE audit_value SET after = 'x'",
        "DELETE FROM erasure",
        "CREATE TABLE mine (id int)",
        "CREATE SCHEMA mine",
        "CREATE TEMPORARY TABLE erasure (id int)",
        "CREATE TRIGGER mine BEFORE INSERT ON task FOR EACH ROW EXECUTE FUNCTION seals_append_only()",
        "SET session_replication_role = replica",
        "SET ROLE desk_owner",
        "ALTER SEQUENCE audit_entry_seq_seq RESTART",
    ],
)
def test_the_running_desk_is_refused(owners: str, statement: str) -> None:
    assert refused(owners, statement) == NOT_ALLOWED


def test_it_is_granted_what_it_needs_on_each_table_and_no_more(owners: str) -> None:
    with opened(owners) as database:
        assert rights(database) == expected()
        with database.engine.begin() as connection:
            connection.exec_driver_sql(f"GRANT ALL ON audit_entry TO {DESK}, PUBLIC; REVOKE ALL ON task FROM {DESK}")
        migrate(database, granted_to=DESK)
        assert rights(database) == expected(), "what somebody has added or taken away is put right by the next one"


def test_a_former_program_grants_over_a_later_schema_too(owners: str) -> None:
    with opened(owners) as database:
        migrated_later(database)
        with database.engine.begin() as connection:
            connection.exec_driver_sql(f"REVOKE ALL ON task FROM {DESK}")
        migrate(database, granted_to=DESK)
        assert stands(database) is Standing.AHEAD
        assert rights(database)["task"] == ALL


def expected() -> dict[str, str]:
    return {name: LESS.get(name, ALL) for name in (*METADATA.tables, "alembic_version")}


def rights(database: Database) -> dict[str, str]:
    asked = sa.text("SELECT relname, has_table_privilege(:desk, oid, :right) FROM pg_class "
                    "WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'")  # fmt: skip
    found: dict[str, list[str]] = {}
    with database.engine.connect() as connection:
        for right in EVERY:
            for name, has in connection.execute(asked, {"desk": DESK, "right": right}):
                found.setdefault(name, []).extend([right] if has else [])
    return {name: ", ".join(held) for name, held in found.items()}


def test_where_triggers_refuse_all_changes_of_a_row_no_right_to_them_is_granted(owners: str) -> None:
    asked = sa.text("SELECT tgrelid::regclass::text FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid "
                    "WHERE NOT tgisinternal AND prosrc LIKE :always AND tgtype & 8 <> 0")  # fmt: skip
    with opened(owners) as database, database.engine.connect() as connection:
        kept = set(connection.scalars(asked, {"always": "%IF 1 = 1 THEN%"}))
    assert kept, "tables of which no row may be deleted"
    assert {name for name in kept if "DELETE" in LESS.get(name, ALL)} == set()


def test_a_migration_under_a_role_that_does_not_own_the_tables_says_so_and_changes_nothing(empty: str) -> None:
    before = "0049"
    with opened(empty) as database:
        migrate(database, before, granted_to=DESK)
    with opened(under(empty, DESK)) as lesser:
        with pytest.raises(NotTheOwner, match="permission denied for schema public"):
            migrate(lesser)
        with pytest.raises(NotTheOwner, match="do not belong to desk"):
            migrate(lesser, before, granted_to=OWNER)
    with opened(empty) as database:
        with pytest.raises(NotTheOwner, match='role "nobody" does not exist'):
            migrate(database, granted_to="nobody")
        assert revision_of(database) == before


def test_a_role_of_any_name_is_granted_it(owners: str) -> None:
    name = """o'desk "1" %s :x"""
    quoted = name.replace('"', '""')
    with opened(under(owners, ADMINISTRATOR)) as everything, everything.engine.connect() as connection:
        alone = connection.execution_options(isolation_level="AUTOCOMMIT")
        alone.exec_driver_sql(f'CREATE ROLE "{quoted}"', execution_options={"no_parameters": True})
        with opened(owners) as database:
            migrate(database, granted_to=name)
        asked = sa.text("SELECT has_table_privilege(CAST(:name AS name), 'task', 'INSERT')")
        assert alone.execute(asked, {"name": name}).scalar_one()
        for gone in (f'DROP OWNED BY "{quoted}"', f'DROP ROLE "{quoted}"'):
            alone.exec_driver_sql(gone, execution_options={"no_parameters": True})


def command(url: str, tmp_path: Path, **more: str) -> str:
    told = {"PROVISIONER_DATA_DIR": str(tmp_path), "PROVISIONER_DATABASE_URL": under(url, DESK), **more}
    done = CliRunner().invoke(provisioner, ["migrate"], env=told)
    return done.output + done.stderr


def test_the_command_changes_the_tables_as_their_owner_and_says_who_that_must_be(empty: str, tmp_path: Path) -> None:
    assert "OWNER_DATABASE_URL" in command(empty, tmp_path), "the running desk's role cannot make tables"
    assert "Schema at" in command(empty, tmp_path, PROVISIONER_OWNER_DATABASE_URL=empty)
    assert "Schema at" in command(empty, tmp_path), "and where nothing is to be changed it need not"
    with opened(empty) as database:
        assert rights(database) == expected()


def test_check_warns_where_the_running_desk_owns_its_tables(owners: str) -> None:
    with opened(owners) as database, opened(under(owners, DESK)) as lesser:
        checks.rights_at_the_database(lesser)
        with pytest.raises(Warned, match="Two roles at PostgreSQL"):
            checks.rights_at_the_database(database)
        with everything(database).begin() as connection:
            connection.exec_driver_sql(f"ALTER DATABASE {database.engine.url.database} OWNER TO {DESK}")
        with pytest.raises(Warned, match="Two roles at PostgreSQL"):
            checks.rights_at_the_database(lesser)
        with everything(database).begin() as connection:
            connection.exec_driver_sql(f"ALTER DATABASE {database.engine.url.database} OWNER TO {OWNER}")
            connection.exec_driver_sql(f"ALTER FUNCTION seals_append_only() OWNER TO {DESK}")
        with pytest.raises(Warned, match="Two roles at PostgreSQL"):
            checks.rights_at_the_database(lesser)


def test_tables_change_hands_as_the_guide_says(owners: str) -> None:
    """From one role that owned everything; what was granted to it by owning is gone, and granted anew."""
    former, name = f"former_{uuid4().hex[:8]}", sa.make_url(owners).database
    guide = (Path(__file__).resolve().parents[2] / "docs" / "upgrade.md").read_text(encoding="utf-8")
    assert guide.count("REASSIGN OWNED BY desk TO desk_owner;\nGRANT CONNECT ON DATABASE desk TO desk;\n") == 2
    with opened(under(owners, ADMINISTRATOR)) as everything, everything.engine.connect() as connection:
        alone = connection.execution_options(isolation_level="AUTOCOMMIT")
        alone.exec_driver_sql(f"CREATE ROLE {former} LOGIN")
        alone.exec_driver_sql(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC")
        alone.exec_driver_sql(f"REASSIGN OWNED BY {OWNER} TO {former}")
        with opened(under(owners, former)) as one_role:
            migrate(one_role)
        alone.exec_driver_sql(f"REASSIGN OWNED BY {former} TO {OWNER}")
        alone.exec_driver_sql(f"GRANT CONNECT ON DATABASE {name} TO {former}")
        with opened(owners) as database:
            migrate(database, granted_to=former)
        with opened(under(owners, former)) as lesser:
            checks.rights_at_the_database(lesser)
        for gone in ("DROP OWNED BY", "DROP ROLE"):
            alone.exec_driver_sql(f"{gone} {former}")
