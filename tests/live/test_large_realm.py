"""A realm of a hundred thousand customers is compared with the desk within two minutes, and memory stays flat."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.database import Database
from provisioner.local.ports import free_ports
from provisioner.realm.admin import RealmAdmin
from provisioner.realm.apply import apply
from provisioner.settings import load
from tests.bench.filled import fill
from tests.databases import bare_postgres, prepare
from tests.drill import Counted
from tests.journal.test_commands import VERIFYING as MEASURED
from tests.keycloak_on_postgres import built_for_postgres, start_on_postgres
from tests.keycloak_server import RunningKeycloak, stop_keycloak

pytestmark = [pytest.mark.live, pytest.mark.drill_only, pytest.mark.alone]
MANY = 100_000
SECONDS, SPARE_MEGABYTES = 120, 70
PLANTED = 3
COLUMNS = ("id", "username", "email", "first", "last")
USERS = """
INSERT INTO user_entity (id, email, email_constraint, email_verified, enabled, first_name, last_name, realm_id,
  username, created_timestamp, not_before)
SELECT id, email, email, TRUE, TRUE, first, last, (SELECT id FROM realm WHERE name = 'ibok'), username, 0, 0
  FROM filled;
INSERT INTO user_attribute (id, name, value, user_id)
SELECT gen_random_uuid()::text, 'applicationId', id, id FROM filled;
INSERT INTO user_attribute (id, name, value, user_id)
SELECT gen_random_uuid()::text, 'customerNumber', username, id FROM filled;
INSERT INTO user_group_membership (group_id, user_id, membership_type)
SELECT (SELECT id FROM keycloak_group WHERE name = 'customers'), id, 'UNMANAGED' FROM filled;
"""
"""What 100,000 calls of the admin interface would take an hour to make."""


def megabytes(seen: "subprocess.CompletedProcess[str]") -> float:
    """What the command needed at most."""
    return int(re.findall(r"VmHWM:\s+(\d+) kB", seen.stderr)[-1]) / 1024


@dataclass
class Large:
    """A server of this test's own with the port of its database, the desk's database, and what a command is told."""

    server: RunningKeycloak
    port: int
    folder: Path
    environment: dict[str, str]
    database: Database

    def add(self, customers: int) -> None:
        """So many more customers that are the same on both sides, put into Keycloak's database."""
        with psycopg.connect(host="127.0.0.1", port=self.port, user="postgres", dbname="keycloak") as theirs:
            theirs.execute(f"CREATE TEMPORARY TABLE filled ({', '.join(f'{name} text' for name in COLUMNS)})")
            with theirs.cursor() as cursor, cursor.copy("COPY filled FROM STDIN") as rows:
                for row in self._ours(customers):
                    rows.write_row(row)
            theirs.execute(USERS)
        with psycopg.connect(
            host="127.0.0.1", port=self.port, user="postgres", dbname="keycloak", autocommit=True
        ) as theirs:
            theirs.execute("ANALYZE")  # As autovacuum does within a minute.

    def compared(self) -> tuple[float, float, dict[str, object]]:
        """Seconds, megabytes at the peak, and what the command found."""
        begun = time.monotonic()
        seen = self._measured("agree", "--dry-run", "--json")
        return time.monotonic() - begun, megabytes(seen), json.loads(seen.stdout)

    def bare(self) -> float:
        """Megabytes at the peak of the same command before it does anything."""
        return megabytes(self._measured("agree", "--help"))

    def _measured(self, *words: str) -> "subprocess.CompletedProcess[str]":
        told = [sys.executable, "-c", MEASURED, *words]
        return subprocess.run(
            told, env=os.environ | self.environment, cwd=self.folder, capture_output=True, text=True, check=False
        )  # fmt: skip

    def _ours(self, customers: int) -> Iterator[tuple[str, ...]]:
        fill(self.database, customers)
        new = sa.select(Account).where(Account.keycloak_id.is_(None), Account.created_at.is_(None))
        with self.database.transaction() as session:
            for one in session.scalars(new).all():
                one.keycloak_id = str(one.case_id)
                company = one.company_name
                names = ("", company) if company else (one.first_name, one.last_name)
                yield (one.keycloak_id, one.login, one.email, *names)


@pytest.fixture
def keycloak(tmp_path: Path) -> Iterator[tuple[RunningKeycloak, int]]:
    """A server over a database as in production: the embedded one sorts a large group for seven seconds a page."""
    tree = built_for_postgres(tmp_path / "keycloak")
    (port,) = free_ports(1)
    with bare_postgres(port):
        with psycopg.connect(host="127.0.0.1", port=port, user="postgres", autocommit=True) as made:
            made.execute("CREATE DATABASE keycloak")
        server = start_on_postgres(tree, port, "keycloak")
        try:
            yield server, port
        finally:
            stop_keycloak(server)


@pytest.fixture
def large(keycloak: tuple[RunningKeycloak, int], tmp_path: Path) -> Iterator[Large]:
    server, port = keycloak
    url = f"sqlite:///{tmp_path / 'desk.sqlite'}"
    prepare(url)
    environment = {
        "PROVISIONER_DATA_DIR": str(tmp_path), "PROVISIONER_DATABASE_URL": url, "PROVISIONER_KEYCLOAK_URL": server.url,
        "PROVISIONER_DESK_CLIENT_SECRET": "d" * 40, "PROVISIONER_PROVISIONER_CLIENT_SECRET": "p" * 40,
        "PROVISIONER_OBSERVER_CLIENT_SECRET": "o" * 40, "PROVISIONER_STAFF_OBSERVER_CLIENT_SECRET": "t" * 40,
        "PROVISIONER_SMTP_SECURITY": "none",
    }  # fmt: skip
    made = Large(server, port, tmp_path, environment, Database(url))
    try:
        apply(RealmAdmin(server.url, server.administrator), load(environment))
        yield made
    finally:
        made.database.close()


def test_a_hundred_thousand_are_compared_within_two_minutes_in_flat_memory(large: Large, counted: Counted) -> None:
    large.add(MANY)
    admin = RealmAdmin(large.server.url, large.server.administrator)
    with large.database.reading() as session:
        known = sa.select(Account.keycloak_id).where(Account.keycloak_id.is_not(None))
        ours = session.scalar(sa.select(sa.func.count()).select_from(known.subquery()))
        planted = session.scalars(known.where(Account.status == AccountStatus.ACTIVATED).limit(PLANTED)).all()
    for user in planted:
        admin.realm("ibok").put("users", str(user), body={"enabled": False})
    seconds, memory, report = large.compared()
    counted(MANY, f"users in {seconds:.0f} s, {memory:.0f} MB")
    assert (report["users"], report["stopped"]) == (ours, False)
    differing = report["differing"]
    assert isinstance(differing, list)
    assert [one["differs"] for one in differing] == [["disabled"]] * PLANTED
    assert seconds < SECONDS
    assert memory - large.bare() < SPARE_MEGABYTES
