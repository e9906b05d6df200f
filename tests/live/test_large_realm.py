"""A realm of a hundred thousand customers is compared with the desk within two minutes, and memory stays flat."""

import csv
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa

from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.database import Database
from provisioner.local.java import find_java
from provisioner.local.server import KeycloakServer
from provisioner.realm.admin import RealmAdmin
from provisioner.realm.apply import apply
from provisioner.settings import load
from tests.bench.filled import fill
from tests.databases import prepare
from tests.drill import Counted
from tests.journal.test_commands import VERIFYING as MEASURED
from tests.keycloak_server import RunningKeycloak, start_keycloak, stop_keycloak

pytestmark = [pytest.mark.live, pytest.mark.drill_only]
MANY = 100_000
SECONDS, SPARE_MEGABYTES = 120, 40
PLANTED = 3
COLUMNS = ("ID", "USERNAME", "EMAIL", "FIRST", "LAST")
USERS = """
INSERT INTO USER_ENTITY (ID, EMAIL, EMAIL_CONSTRAINT, EMAIL_VERIFIED, ENABLED, FIRST_NAME, LAST_NAME, REALM_ID,
  USERNAME, CREATED_TIMESTAMP, NOT_BEFORE)
SELECT ID, EMAIL, EMAIL, TRUE, TRUE, FIRST, LAST, (SELECT ID FROM REALM WHERE NAME = 'ibok'), USERNAME, 0, 0
  FROM CSVREAD('{file}');
INSERT INTO USER_ATTRIBUTE (ID, NAME, "VALUE", USER_ID)
SELECT RANDOM_UUID(), 'applicationId', ID, ID FROM CSVREAD('{file}');
INSERT INTO USER_ATTRIBUTE (ID, NAME, "VALUE", USER_ID)
SELECT RANDOM_UUID(), 'customerNumber', USERNAME, ID FROM CSVREAD('{file}');
INSERT INTO USER_GROUP_MEMBERSHIP (GROUP_ID, USER_ID, MEMBERSHIP_TYPE)
SELECT (SELECT ID FROM KEYCLOAK_GROUP WHERE NAME = 'customers'), ID, 'UNMANAGED' FROM CSVREAD('{file}');
"""
"""What 100,000 calls of the admin interface would take an hour to make."""


def megabytes(seen: "subprocess.CompletedProcess[str]") -> float:
    """What the command needed at most."""
    return int(re.findall(r"VmHWM:\s+(\d+) kB", seen.stderr)[-1]) / 1024


@dataclass
class Large:
    """A server of this test's own, the desk's database, and the environment of a command between the two."""

    server: RunningKeycloak
    folder: Path
    environment: dict[str, str]
    database: Database

    def add(self, customers: int) -> None:
        """So many more customers that are the same on both sides, put into Keycloak's files while it stands still."""
        file = self.folder / "users.csv"
        self._ours(customers, file)
        stop_keycloak(self.server)
        script = self.folder / "users.sql"
        script.write_text(USERS.format(file=file))
        (data,) = self.folder.rglob("keycloakdb.mv.db")
        h2 = next(self.folder.rglob("com.h2database.h2-*.jar"))
        address = f"jdbc:h2:file:{data.with_name('keycloakdb')};NON_KEYWORDS=VALUE;DB_CLOSE_ON_EXIT=FALSE"
        words = ["-url", address, "-user", "", "-password", "", "-script", str(script)]
        subprocess.run([find_java().program, "-cp", h2, "org.h2.tools.RunScript", *words], check=True)
        self._start()

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

    def _start(self) -> None:
        java = find_java()
        known = self.server
        server = KeycloakServer(
            Path(known.home), known.http_port, known.management_port, Path(known.log), java=java, jvm_options=()
        )
        server.start()
        server.wait_ready()
        self.server.__dict__["pid"] = server.leave_running()

    def _ours(self, customers: int, file: Path) -> None:
        fill(self.database, customers)
        new = sa.select(Account).where(Account.keycloak_id.is_(None), Account.created_at.is_(None))
        with self.database.transaction() as session, file.open("w", newline="") as stream:
            rows = csv.writer(stream)
            rows.writerow(COLUMNS)
            for one in session.scalars(new).all():
                one.keycloak_id = str(one.case_id)
                company = one.company_name
                names = ("", company) if company else (one.first_name, one.last_name)
                rows.writerow((one.case_id, one.login, one.email, *names))


@pytest.fixture
def large(tmp_path: Path) -> Iterator[Large]:
    server = start_keycloak(tmp_path / "keycloak", full_speed=True)
    url = f"sqlite:///{tmp_path / 'desk.sqlite'}"
    prepare(url)
    environment = {
        "PROVISIONER_DATA_DIR": str(tmp_path), "PROVISIONER_DATABASE_URL": url, "PROVISIONER_KEYCLOAK_URL": server.url,
        "PROVISIONER_DESK_CLIENT_SECRET": "d" * 40, "PROVISIONER_PROVISIONER_CLIENT_SECRET": "p" * 40,
        "PROVISIONER_OBSERVER_CLIENT_SECRET": "o" * 40, "PROVISIONER_STAFF_OBSERVER_CLIENT_SECRET": "t" * 40,
        "PROVISIONER_SMTP_SECURITY": "none",
    }  # fmt: skip
    made = Large(server, tmp_path, environment, Database(url))
    try:
        apply(RealmAdmin(server.url, server.administrator), load(environment))
        yield made
    finally:
        made.database.close()
        stop_keycloak(made.server)


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
