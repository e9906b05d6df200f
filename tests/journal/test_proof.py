"""A proof of one case: anybody checks it without our software, and nothing that was altered passes."""

import ast
import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from provisioner import applications
from provisioner.applications.tables import Application
from provisioner.cli.main import provisioner
from provisioner.database import Database
from tests.drill import Counted, count
from tests.factories import NOW, PRACTICE, approved, entry, member, recorded
from tests.journal import checker
from tests.journal.checker import NoProof, check
from tests.journal.desk import KEY, keeper, opened
from tests.journal.insider import insider
from tests.privacy.desk import forget_values
from tests.worker.desk import WorkerDesk

PUBLIC = keeper().public_key


@pytest.fixture
def desk(database_url: str) -> Iterator[Database]:
    """Three cases whose lines lie between each other; the second was corrected and approved."""
    with opened(database_url) as database:
        with database.transaction() as session:
            recorded(session, customer_number="100001", email="x@example.com", email_again="x@example.com")
            case = recorded(session).id
        with database.transaction() as session:
            approved(session, customer_number="100002", email="y@example.com", email_again="y@example.com")
        with database.transaction() as session:
            told = replace(entry(session, phone="602 000 111"), completed_on=None)
            by = member(session, "Barbara Lis")
            applications.complete(session, case, told, revision=1, practice=PRACTICE, by=by, at=NOW)
        yield database


def number_of(database: Database, place: int = 1) -> str:
    with database.reading() as session:
        return session.scalars(sa.select(Application.number).order_by(Application.number)).all()[place]


def prove(url: str, folder: Path, *words: str) -> Result:
    environment = {
        "PROVISIONER_DATABASE_URL": url, "PROVISIONER_JOURNAL_KEY": KEY, "PROVISIONER_JOURNAL_ANCHORS": str(folder)
    }  # fmt: skip
    return CliRunner().invoke(provisioner, ["audit", *words], env=environment)


def proof(database: Database, url: str, folder: Path, *words: str) -> bytes:
    seen = prove(url, folder, "proof", number_of(database), *words)
    assert seen.exit_code == 0, seen.output
    return seen.stdout_bytes


def test_a_proof_tells_what_happened_in_its_case_and_nothing_of_others(
    desk: Database, database_url: str, tmp_path: Path
) -> None:
    file = proof(desk, database_url, tmp_path)
    found = check(file, PUBLIC)
    assert [line["event"] for line in found["lines"]] == ["application:recorded", "application:corrected"]
    assert found["case"] == number_of(desk)
    assert found["disclosed"] == []
    for other in ("601 234", "602000111", "example.com", "Żółkiewski", number_of(desk, 0), number_of(desk, 2)):
        assert other not in file.decode()


def test_the_proof_of_a_creation_holds_the_lines_that_its_description_names(sqlite_url: str, tmp_path: Path) -> None:
    with opened(sqlite_url) as database:
        with database.transaction() as session:
            account = approved(session)
        desk = WorkerDesk(database)
        desk.run()
        desk.directory.customer_sets_own_password(str(desk.account(account.id).keycloak_id), "own")
        desk.later()
        desk.run()
        file = prove(sqlite_url, tmp_path, "proof", account.case_number, "--values").stdout_bytes
    assert [told(line) for line in check(file, PUBLIC)["lines"]] == described()
    for private in (account.email, account.login, account.last_name, desk.mailed_password()):
        assert private not in file.decode()


def told(line: dict[str, Any]) -> tuple[str, str, str]:
    """Event, who acts, and the names of the details."""
    return line["event"], line["actor"].partition(":")[0], ", ".join(sorted(line["details"]))


def described() -> list[tuple[str, str, str]]:
    """The same from the table of docs/proof.md."""
    text = (Path(__file__).resolve().parents[2] / "docs" / "proof.md").read_text(encoding="utf-8")
    rows = [row.split("|")[1:4] for row in text.splitlines() if row.startswith(("| `application:", "| `account:"))]
    plain = ([cell.replace("`", "").strip() for cell in row] for row in rows)
    return [(event, actor.partition(":")[0], "" if said == "none" else said) for event, actor, said in plain]


def test_a_proof_with_values_is_checked_before_and_after_the_persons_values_are_erased(
    desk: Database, database_url: str, tmp_path: Path
) -> None:
    file = proof(desk, database_url, tmp_path, "--values")
    assert [(one["field"], one["after"]) for one in check(file, PUBLIC)["disclosed"]] == [("phone", "602 000 111")]
    with desk.transaction() as session:
        forget_values(session)
    assert check(file, PUBLIC)
    later = check(proof(desk, database_url, tmp_path, "--values"), PUBLIC)
    assert later["disclosed"] == []
    assert later["lines"] == check(file, PUBLIC)["lines"]


def test_a_proof_leads_to_the_first_anchor_behind_it_that_lies_outside(
    desk: Database, database_url: str, tmp_path: Path
) -> None:
    assert prove(database_url, tmp_path, "anchor").exit_code == 0
    with desk.transaction() as session:
        approved(session, customer_number="100003", email="z@example.com", email_again="z@example.com")
    assert prove(database_url, tmp_path, "anchor").exit_code == 0
    first = json.loads((tmp_path / "anchors.jsonl").read_text().splitlines()[0])
    assert check(proof(desk, database_url, tmp_path), PUBLIC)["anchor"] == first


def test_nothing_is_proved_of_an_altered_journal_or_of_no_case(
    desk: Database, database_url: str, tmp_path: Path
) -> None:
    assert prove(database_url, tmp_path, "proof", "1999/000001").exit_code == 1
    insider(desk, "UPDATE audit_entry SET actor = 'nobody' WHERE seq = 3")
    seen = prove(database_url, tmp_path, "proof", number_of(desk))
    assert (seen.exit_code, seen.stdout) == (1, "")
    assert "position 3 was altered" in seen.stderr


def test_a_proof_signed_with_another_key_proves_nothing(desk: Database, database_url: str, tmp_path: Path) -> None:
    with pytest.raises(NoProof, match="another key"):
        check(proof(desk, database_url, tmp_path), keeper(key="k" * 40).public_key)


CHANGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "a line altered": lambda proof: proof["lines"][0].update(actor="staff:nobody"),
    "the first line left out": lambda proof: proof["lines"].pop(0),
    "a line twice": lambda proof: proof["lines"].append(proof["lines"][-1]),
    "lines exchanged": lambda proof: proof["lines"].reverse(),
    "a line at another place": lambda proof: proof["lines"][1].update(position=proof["lines"][1]["position"] - 1),
    "a link left out": lambda proof: proof["chain"]["digests"].pop(1),
    "another beginning": lambda proof: proof["chain"].update(previous="0" * 64),
    "another place of the beginning": lambda proof: proof["chain"].update({"from": 1}),
    "an anchor of another place": lambda proof: proof["anchor"].update(position=9),
    "another value": lambda proof: proof["disclosed"][0].update(after="602 000 112"),
    "a value of another field": lambda proof: proof["disclosed"][0].update(field="email"),
    "a value of another line": lambda proof: proof["disclosed"][0].update(seq=proof["lines"][0]["seq"]),
    "another salt": lambda proof: proof["disclosed"][0].update(salt="5c" * 32),
}


@pytest.mark.parametrize("change", CHANGES)
def test_not_even_the_utility_can_sign_what_does_not_lead_to_the_anchor(
    desk: Database, database_url: str, tmp_path: Path, change: str
) -> None:
    made = check(proof(desk, database_url, tmp_path, "--values"), PUBLIC)
    CHANGES[change](made)
    content = {name: value for name, value in made.items() if name not in ("signature", "public_key")}
    with pytest.raises(NoProof):
        check(checker.canonical(keeper().signed(content)) + b"\n", PUBLIC)


def mutated(file: bytes, chance: random.Random) -> bytes:
    """One small change somewhere: a bit, a byte, a digit of a number, two pieces exchanged, a piece gone or twice."""
    place, width = chance.randrange(len(file)), chance.randrange(1, 40)
    piece = file[place : place + width]
    changes: list[Callable[[], bytes]] = [
        lambda: file[:place] + bytes([file[place] ^ 1 << chance.randrange(8)]) + file[place + 1 :],
        lambda: file[:place] + bytes([chance.randrange(256)]) + file[place + 1 :],
        lambda: file[:place] + chance.choice([b"0", b" ", b"a", b"\n", b",", b'"', b"-", b"F"]) + file[place:],
        lambda: file[:place] + file[place + width :],
        lambda: file[:place] + piece + file[place:],
        lambda: file[:place] + piece.swapcase() + file[place + width :],
        lambda: file[:place] + file[place + width : place + 2 * width] + piece + file[place + 2 * width :],
        lambda: file[:place],
        lambda: canonical_change(file, chance),
    ]  # fmt: skip
    return chance.choice(changes)()


def canonical_change(file: bytes, chance: random.Random) -> bytes:
    """A change of meaning that keeps the form: a value somewhere inside is another one."""
    whole = json.loads(file)
    inside = whole
    while isinstance(inside, dict | list) and inside:
        key = chance.choice(list(inside) if isinstance(inside, dict) else range(len(inside)))
        if not isinstance(inside[key], dict | list) or not inside[key]:
            inside[key] = chance.choice([inside[key], 0, 1, "", None, [], "0" * 64, f"{inside[key]}0"])
            break
        inside = inside[key]
    return checker.canonical(whole) + b"\n"


@pytest.mark.drill
def test_no_altered_proof_is_accepted(sqlite_url: str, tmp_path: Path, counted: Counted) -> None:
    with opened(sqlite_url) as database, database.transaction() as session:
        approved(session, customer_number="100002", email="y@example.com", email_again="y@example.com")
    with opened(sqlite_url) as database:
        file = prove(sqlite_url, tmp_path, "proof", number_of(database, 0), "--values").stdout_bytes
    check(file, PUBLIC)
    chance, tried = random.Random(9), 0
    while tried < count(10_000):
        other = mutated(file, chance)
        if other == file:
            continue
        tried += 1
        with pytest.raises(NoProof):
            check(other, PUBLIC)
    counted(tried, "altered proofs")


def test_the_checker_is_small_runs_alone_and_knows_nothing_of_the_product(
    desk: Database, database_url: str, tmp_path: Path
) -> None:
    source = Path(checker.__file__).read_text(encoding="utf-8")
    assert len(source.splitlines()) < 200
    imported = {
        (node.module or "") if isinstance(node, ast.ImportFrom) else node.names[0].name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert {name.split(".")[0] for name in imported} - sys.stdlib_module_names == {"cryptography"}
    (tmp_path / "proof.json").write_bytes(proof(desk, database_url, tmp_path))
    (tmp_path / "check.py").write_text(source)
    words = [sys.executable, "-I", "check.py", "proof.json"]
    seen = subprocess.run([*words, PUBLIC], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert seen.stdout.startswith(f"Proved for case {number_of(desk)}")
    refused = subprocess.run([*words, "0" * 64], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (refused.returncode, refused.stderr[:24]) == (1, "This file proves nothing")
