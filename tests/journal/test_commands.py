"""What an operator and an auditor do with the journal on the command line."""

import csv
import io
import json
import os
import re
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from provisioner.cli.main import provisioner
from provisioner.database import Database
from provisioner.journal.canonical import NOTHING, Line, link
from provisioner.journal.tables import AuditEntry, AuditHead, AuditSeal
from provisioner.worker.nightly import NIGHT
from tests.drill import Counted, count
from tests.factories import NOW
from tests.journal.desk import KEY, keeper, opened, write, written
from tests.journal.insider import insider

MEGABYTES, SECONDS = 250, 60
PAGE = 10_000


def call(url: str, folder: Path, *words: str, **more: str) -> Result:
    environment = {
        "PROVISIONER_DATABASE_URL": url, "PROVISIONER_JOURNAL_KEY": KEY, "PROVISIONER_JOURNAL_ANCHORS": str(folder)
    }  # fmt: skip
    return CliRunner().invoke(provisioner, ["audit", *words], env=environment | more)


def test_a_whole_journal_ends_with_0_and_a_broken_one_with_3_in_words_and_as_json(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    with opened(database_url) as keyed:
        written(keyed, 3)
    assert call(database_url, tmp_path, "anchor").exit_code == 0
    whole = call(database_url, tmp_path, "verify")
    assert (whole.exit_code, whole.stderr) == (0, "")
    assert whole.stdout == "The journal is whole: 3 lines, 0 of them from before the key, 1 anchors, 0 values erased.\n"
    insider(database, "UPDATE audit_entry SET actor = 'nobody' WHERE seq = 2")
    broken = call(database_url, tmp_path, "verify")
    assert broken.exit_code == 3
    assert broken.stdout.startswith("edited: position 2: does not say what was written\nThe journal is 1 faults")
    told = json.loads(call(database_url, tmp_path, "verify", "--json").stdout)
    assert (told["whole"], told["lines"], told["faults_found"]) == (False, 3, 1)
    assert told["faults"][0]["kind"] == "edited"
    assert told["faults"][0]["position"] == 2


def test_without_anchors_and_without_the_key_it_is_said_what_was_not_looked_at(
    database_url: str, tmp_path: Path
) -> None:
    with opened(database_url) as keyed:
        written(keyed, 3)
    seen = call(database_url, tmp_path / "none", "verify")
    assert (seen.exit_code, seen.stderr[:15]) == (0, "No anchors in /")
    seen = call(database_url, tmp_path, "verify", PROVISIONER_JOURNAL_KEY="")
    assert "PROVISIONER_JOURNAL_KEY" in seen.output or "JOURNAL_KEY" in str(seen.exception)


def test_an_auditor_without_the_key_checks_with_the_public_key(database_url: str, tmp_path: Path) -> None:
    with opened(database_url) as keyed:
        written(keyed, 3)
    call(database_url, tmp_path, "anchor")
    public = call(database_url, tmp_path, "public-key").stdout.strip()
    assert public == keeper().public_key
    words = ["audit", "verify", "--anchors", str(tmp_path / "anchors.jsonl"), "--public-key", public]
    seen = CliRunner().invoke(provisioner, words, env={"PROVISIONER_DATABASE_URL": database_url})
    assert seen.exit_code == 0
    assert "The seals were not checked: PROVISIONER_JOURNAL_KEY is not set." in seen.stdout


@pytest.mark.parametrize("change", [("3", "2"), ("anchor-1", "anchor-2"), ('"position"', '"Position"'), ("{", "")])
def test_anchors_that_were_altered_are_refused(sqlite_url: str, tmp_path: Path, change: tuple[str, str]) -> None:
    with opened(sqlite_url) as keyed:
        written(keyed, 3)
    call(sqlite_url, tmp_path, "anchor")
    file = tmp_path / "anchors.jsonl"
    file.write_text(file.read_text().replace(*change))
    seen = call(sqlite_url, tmp_path, "verify")
    assert (seen.exit_code, seen.stderr.split(" of ")[0]) == (3, "The anchors are not what was written: line 1")


def test_each_night_one_more_anchor_is_written(sqlite_url: str, tmp_path: Path) -> None:
    (job,) = [job for job in NIGHT if job.name == "anchor_journal"]
    with opened(sqlite_url, keeper(tmp_path / "far" / "away")) as keyed:
        for lines in (2, 1):
            written(keyed, lines)
            with keyed.transaction() as session:
                assert job.work(session, datetime.now(UTC), 1000) == 1
    anchors = [json.loads(line) for line in (tmp_path / "far" / "away" / "anchors.jsonl").read_text().splitlines()]
    assert [anchor["position"] for anchor in anchors] == [2, 3]
    assert call(sqlite_url, tmp_path / "far" / "away", "verify").exit_code == 0


def test_the_export_has_every_line_and_no_formula(sqlite_url: str, tmp_path: Path) -> None:
    with opened(sqlite_url) as keyed:
        written(keyed, 2)
        with keyed.transaction() as session:
            for name in ("=1+1", "@SUM(A1)", "-2", "+3", 'a "quoted", one'):
                write(session, name)
    seen = call(sqlite_url, tmp_path, "export")
    assert seen.exit_code == 0
    rows = list(csv.DictReader(io.StringIO(seen.stdout_bytes.decode("utf-8-sig")), delimiter=";"))
    assert [row["position"] for row in rows] == [str(n + 1) for n in range(7)]
    assert [row["object_id"] for row in rows][2:] == ["'=1+1", "'@SUM(A1)", "'-2", "'+3", 'a "quoted", one']
    assert json.loads(rows[0]["details"]) == {"before": 1, "after": "ż"}
    assert {cell[0] for row in rows for cell in row.values() if cell} & set("=+-@\t\r") == set()


VERIFYING = """
import atexit, pathlib, sys
from provisioner.cli.main import main
atexit.register(lambda: sys.stderr.write(pathlib.Path("/proc/self/status").read_text()))
main()
"""
"""The command, which tells at its end how much memory it needed at most; `rusage` would count what started it, too."""


@pytest.mark.drill
@pytest.mark.alone
@pytest.mark.parametrize("engine", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_a_million_lines_are_read_within_a_minute_and_in_little_memory(
    request: pytest.FixtureRequest, engine: str, tmp_path: Path, counted: Counted
) -> None:
    url, lines = request.getfixturevalue(f"{engine}_url"), count(1_000_000)
    database = Database(url)
    fill(database, lines)
    database.close()
    environment = {**os.environ, "PROVISIONER_DATABASE_URL": url, "PROVISIONER_JOURNAL_KEY": KEY}
    began = time.monotonic()
    words = [sys.executable, "-c", VERIFYING, "audit", "verify", "--json"]
    seen = subprocess.run(words, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    spent = time.monotonic() - began
    assert (json.loads(seen.stdout)["lines"], seen.returncode) == (lines, 0), seen.stderr
    assert int(re.findall(r"VmHWM:\s+(\d+) kB", seen.stderr)[-1]) < MEGABYTES * 1024
    assert spent <= SECONDS
    counted(lines, f"lines, {spent:.0f} s")


def fill(database: Database, lines: int) -> None:
    """A sealed journal of that length, made quickly."""
    known, last = keeper(), NOTHING
    details = {"changed": ["phone", "street"], "revision": 2}
    with database.transaction() as session:
        for start in range(1, lines + 1, PAGE):
            entries, seals = [], []
            for seq in range(start, min(start + PAGE, lines + 1)):
                line = Line(seq, NOW, "worker", "account:notified", "account", f"object {seq}", details, [])
                previous, last = last, link(last, line.digest)
                entries.append({**vars(line)} | {"values": []})
                seals.append(
                    {"position": seq, "entry_seq": seq, "commitments": [], "previous": previous, "hash": last,
                     "mark": known.mark(last)}
                )  # fmt: skip
            rows = [{k: v for k, v in one.items() if k not in ("commitments", "values")} for one in entries]
            session.execute(sa.insert(AuditEntry.__table__), rows)  # type: ignore[arg-type]
            session.execute(sa.insert(AuditSeal.__table__), seals)  # type: ignore[arg-type]
        session.execute(sa.update(AuditHead).values(position=lines, hash=last, key_id=known.key_id))
