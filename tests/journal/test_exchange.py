"""The journal's key is exchanged: nothing stops, nothing is lost, and nobody forges the point of exchange."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from provisioner import journal
from provisioner.cli import exchanging
from provisioner.cli.main import provisioner
from provisioner.database import Database
from provisioner.journal import Event, Keeper
from provisioner.journal.anchors import FILE, read
from provisioner.journal.keeper import IN_USE
from provisioner.journal.stored import pages
from provisioner.journal.succession import sealed_by_both
from provisioner.journal.tables import AuditEntry, AuditHead
from provisioner.journal.verify import Report, verify
from tests.factories import NOW, recorded
from tests.journal.checker import check
from tests.journal.desk import KEY, NEWER, keeper, knowing, opened, written
from tests.journal.insider import chained_anew, insider
from tests.together import errors, together

BOTH = knowing(KEY, NEWER)
FORMER, NEW = BOTH.known
WRONG = "w" * 40
WRITERS, EACH = 6, 8


def call(url: str, folder: Path, *words: str, key: str = NEWER, former: str = KEY) -> Result:
    environment = {
        "PROVISIONER_DATABASE_URL": url, "PROVISIONER_JOURNAL_KEY": key, "PROVISIONER_JOURNAL_KEY_FORMER": former,
        "PROVISIONER_JOURNAL_ANCHORS": str(folder),
    }  # fmt: skip
    return CliRunner().invoke(provisioner, ["audit", *words], env=environment)


def exchange(database: Database) -> Keeper | None:
    with database.transaction() as session:
        return journal.exchange(session, at=NOW)


def report(database: Database, known: Keeper = BOTH) -> Report:
    with database.reading() as session:
        return verify(session, known)


def faults(database: Database, known: Keeper = BOTH) -> list[str]:
    return [str(one) for one in report(database, known).faults]


@pytest.fixture
def exchanged(database_url: str) -> Iterator[Database]:
    """Two lines under the former key, the line that exchanges it, two under the new one."""
    with opened(database_url) as before:
        written(before, 2)
    with opened(database_url, BOTH) as database:
        assert exchange(database) == NEW
        written(database, 2)
        yield database


def test_who_knows_both_goes_on_under_the_former_key_until_it_is_exchanged(database_url: str) -> None:
    with opened(database_url) as former, opened(database_url, BOTH) as both:
        for _ in range(2):
            written(former, 1)
            written(both, 1)
        assert (report(both).found, report(both).newest, faults(both, keeper())) == (0, False, [])
        assert exchange(both) == NEW
        written(both, 1)
        assert exchange(both) is None
        seen = report(both)
        assert (seen.found, seen.lines, seen.exchanged, seen.newest) == (0, 6, 1, True)
        with pytest.raises(journal.WrongKey):
            written(former, 1)
        assert report(both).lines == 6


def test_the_exchange_is_a_line_that_names_both_and_tells_no_secret(exchanged: Database) -> None:
    with exchanged.reading() as session:
        line = session.scalars(sa.select(AuditEntry).where(AuditEntry.event == Event.JOURNAL_KEY_EXCHANGED)).one()
        assert (line.actor, line.details) == (
            "operator",
            {
                "former": FORMER.key_id, "former_public_key": FORMER.public_key,
                "key": NEW.key_id, "public_key": NEW.public_key,
            },
        )  # fmt: skip
        assert session.scalar(sa.select(AuditHead.key_id)) == NEW.key_id


def test_whoever_writes_while_the_key_is_exchanged_loses_nothing(database_url: str) -> None:
    with opened(database_url) as former, opened(database_url, BOTH) as both:
        written(former, 1)

        def writer(database: Database) -> int:
            done = 0
            for _ in range(EACH):
                try:
                    written(database, 1)
                except journal.WrongKey:
                    break
                done += 1
            return done

        writers = [lambda d=d: writer(d) for d in [former, both] * (WRITERS // 2)]
        changers = [lambda: int(exchange(both) is not None)] * 2
        outcomes = together(*writers, *changers)
        assert errors(outcomes) == []
        assert outcomes[WRITERS:].count(1) == 1, "of two who exchange one does"
        seen = report(both)
        assert (seen.found, seen.exchanged) == (0, 1)
        assert seen.lines == 1 + sum(int(str(one)) for one in outcomes)
        assert [str(one) for one in outcomes[1:WRITERS:2]] == [str(EACH)] * (WRITERS // 2)


def test_what_is_done_to_old_lines_is_named_as_before(exchanged: Database) -> None:
    insider(exchanged, "UPDATE audit_entry SET actor = 'nobody' WHERE seq IN (1, 3)")
    assert faults(exchanged) == [
        "edited: position 1: does not say what was written", "edited: position 3: does not say what was written"
    ]  # fmt: skip


def marked_anew(database: Database, start: int, by: Keeper) -> list[str]:
    """The marks somebody who has one key would make from a position on."""
    with database.reading() as session:
        lines = [line for page in pages(session) for line in page.lines]
    return [
        f"UPDATE audit_seal SET mark = '{by.mark(one.hash)}' WHERE position = {one.position}"
        for one in lines[start - 1 :]
    ]


@pytest.mark.parametrize(
    "has, found",
    [
        (NEW, "forged: position 1: sealed with a later key, which was not handed over to"),
        (FORMER, "forged: position 3: not sealed by the desk: altered or added by somebody without its key"),
    ],
    ids=["the new one", "the former one"],
)
def test_who_has_only_one_key_cannot_write_it_all_anew(exchanged: Database, has: Keeper, found: str) -> None:
    insider(exchanged, "UPDATE audit_entry SET actor = 'nobody' WHERE seq = 1")
    insider(exchanged, *chained_anew(exchanged, 1))
    insider(exchanged, *marked_anew(exchanged, 1, has), f"UPDATE audit_head SET key_id = '{has.key_id}'")
    assert found in faults(exchanged)


def test_who_has_only_the_former_key_and_takes_the_exchange_away_is_shown_by_the_anchors(
    exchanged: Database, database_url: str, tmp_path: Path
) -> None:
    assert call(database_url, tmp_path, "anchor").exit_code == 0
    gone = [
        f"DELETE FROM {table} WHERE {name} > 2" for table, name in (("audit_seal", "position"), ("audit_entry", "seq"))
    ]
    insider(exchanged, *gone, "UPDATE audit_head SET position = 2", f"UPDATE audit_head SET key_id = '{FORMER.key_id}'")
    insider(exchanged, *chained_anew(exchanged, 1))
    seen = call(database_url, tmp_path, "verify")
    assert (seen.exit_code, "the end was cut off" in seen.stdout) == (3, True), seen.output
    assert "The newest key has sealed nothing yet" in seen.stdout


def test_who_has_only_the_new_key_cannot_move_the_exchange_forward(exchanged: Database) -> None:
    """The last line under the former key goes, the exchange follows the one before it."""
    insider(exchanged, "DELETE FROM audit_seal WHERE position = 2", "DELETE FROM audit_entry WHERE seq = 2")
    for position in (3, 4, 5):
        insider(exchanged, f"UPDATE audit_seal SET position = {position - 1} WHERE position = {position}")
    insider(exchanged, *chained_anew(exchanged, 2), "UPDATE audit_head SET position = 4")
    insider(exchanged, *marked_anew(exchanged, 2, NEW))
    assert faults(exchanged) == ["forged: position 2: sealed with a later key, which was not handed over to"]


def test_who_has_only_the_former_key_cannot_go_on_after_the_exchange(exchanged: Database) -> None:
    insider(exchanged, f"UPDATE audit_head SET key_id = '{FORMER.key_id}'")
    with opened(str(exchanged.engine.url.render_as_string(hide_password=False))) as former:
        written(former, 1)
    assert [fault.partition(": not sealed")[0] for fault in faults(exchanged)] == ["forged: position 6"]


def test_the_line_of_the_exchange_needs_both_keys(exchanged: Database) -> None:
    with exchanged.reading() as session:
        (page,) = pages(session)
    line = page.lines[2]
    assert line.mark == sealed_by_both(line.hash, FORMER, NEW)
    assert line.mark not in (FORMER.mark(line.hash), NEW.mark(line.hash))


STEPS = ("exchange", "reseal", "anchor")


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_at_any_moment_the_command_is_typed_again_and_goes_on(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, after: bool
) -> None:
    with opened(database_url) as former:
        written(former, 2)
    room = exchanging if step == "reseal" else journal
    real = getattr(room, step)

    def killed(*given: object, **more: object) -> None:
        if after:
            real(*given, **more)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(room, step, killed)
        assert call(database_url, tmp_path, "rotate-key").exit_code != 0
    assert call(database_url, tmp_path, "verify").exit_code == 0
    done = call(database_url, tmp_path, "rotate-key")
    assert done.exit_code == 0, done.output
    assert done.stdout.endswith(f"{NEW.public_key}\n")
    assert not any(key in done.output for key in (KEY, NEWER))
    seen = call(database_url, tmp_path, "verify", "--json")
    assert json.loads(seen.stdout) | {"anchors": 1} == {
        "whole": True, "lines": 3, "lines_before_the_key": 0, "values_erased": 0, "anchors": 1, "marks_checked": True,
        "key_exchanged": 1, "newest_key_in_use": True, "faults_found": 0, "faults": [],
    }  # fmt: skip


def block_of_the_manual() -> str:
    text = (Path(__file__).resolve().parents[2] / "docs" / "operate.md").read_text(encoding="utf-8")
    return text.partition("## Exchanging the journal's key")[2].split("```")[1]


def test_the_files_are_written_as_the_manual_says(database_url: str, tmp_path: Path) -> None:
    block = block_of_the_manual()
    with opened(database_url) as former:
        written(former, 1)
    newest, before = tmp_path / "journal_key", tmp_path / "journal_key_former"
    newest.write_text(KEY)  # Without an end of the line, as the Debian package draws it.
    for times in (1, 2):
        subprocess.run(["bash", "-uc", block], cwd=tmp_path, check=True)
        done = call(database_url, tmp_path, "rotate-key", key=newest.read_text().strip(), former=before.read_text())
        assert done.exit_code == 0, done.output
        former_keys = [line for line in before.read_text().splitlines() if line]
        assert (len(former_keys), newest.stat().st_mode & 0o777) == (times, 0o600)


def test_where_the_former_key_cannot_be_written_down_the_one_in_use_stays(tmp_path: Path) -> None:
    (tmp_path / "journal_key").write_text(KEY)
    (tmp_path / "journal_key_former").mkdir()  # Nobody adds a line to that, not even root.
    done = subprocess.run(["bash", "-uc", block_of_the_manual()], cwd=tmp_path, check=False, capture_output=True)
    assert (done.returncode != 0, (tmp_path / "journal_key").read_text()) == (True, KEY)


def test_a_key_known_twice_is_refused_before_anything_is_exchanged(database_url: str, tmp_path: Path) -> None:
    with opened(database_url) as former:
        written(former, 1)
    refused = call(database_url, tmp_path, "rotate-key", former=f"{KEY}\n{KEY}")
    assert str(refused.exception).startswith("PROVISIONER_JOURNAL_KEY_FORMER: the same secret stands in it twice")
    with opened(database_url, knowing(KEY, KEY, NEWER)) as twice, twice.reading() as session:
        assert "the same key stands in it twice" in journal.misfit(session, knowing(KEY, KEY, NEWER))


def test_former_keys_of_a_journal_that_has_no_line_are_refused_at_once(database_url: str, tmp_path: Path) -> None:
    refused = call(database_url, tmp_path, "anchor")
    assert str(refused.exception).startswith("PROVISIONER_JOURNAL_KEY_FORMER: nothing was sealed in this journal yet")
    assert call(database_url, tmp_path, "anchor", former="").exit_code == 0


def test_an_anchor_is_signed_with_the_key_in_use_also_by_whoever_asked_for_it_before(
    exchanged: Database, database_url: str, tmp_path: Path
) -> None:
    """On PostgreSQL the key is exchanged between two statements of one transaction."""
    with opened(database_url, knowing(KEY, NEWER, folder=tmp_path)) as database, database.transaction() as session:
        session.info[IN_USE] = FORMER.key_id
        assert journal.anchor(session, NOW) == 1
    (anchor,) = read(tmp_path / FILE, [NEW.public_key])
    with exchanged.reading() as session:
        assert verify(session, BOTH, [anchor]).found == 0


def test_the_public_key_that_is_shown_has_signed(database_url: str, tmp_path: Path) -> None:
    with opened(database_url) as former:
        written(former, 1)
    assert call(database_url, tmp_path, "public-key").stdout == f"{FORMER.public_key}\n"
    assert call(database_url, tmp_path, "public-key", "--all").stdout == f"{FORMER.key_id} {FORMER.public_key}\n"
    assert call(database_url, tmp_path, "rotate-key").exit_code == 0
    assert call(database_url, tmp_path, "public-key").stdout == f"{NEW.public_key}\n"
    closed = call(f"sqlite:///{tmp_path / 'none.sqlite'}", tmp_path, "public-key")
    assert (closed.stdout, closed.stderr.startswith("The database does not open")) == (f"{NEW.public_key}\n", True)


def test_several_keys_take_over_in_their_turn(database_url: str, tmp_path: Path) -> None:
    third = "a third key, of tests and long enough as well"
    with opened(database_url) as former:
        written(former, 1)
    done = call(database_url, tmp_path, "rotate-key", key=third, former=f"{KEY}\n{NEWER}")
    assert done.stdout.count("The journal's key was exchanged") == 2
    seen = call(database_url, tmp_path, "verify", key=third, former=f"{KEY}\n\n {NEWER}\n")
    assert seen.stdout.splitlines()[-1].endswith("the key exchanged 2 times, 0 values erased.")


@pytest.mark.parametrize(
    "key, former, said",
    [
        (NEWER, "", f"PROVISIONER_JOURNAL_KEY_FORMER: the key {FORMER.key_id} is not in it"),
        (KEY, "", "PROVISIONER_JOURNAL_KEY: the journal was sealed with another key"),
        (NEWER, f"{WRONG}\n{KEY}", f"PROVISIONER_JOURNAL_KEY_FORMER: the key {keeper(key=WRONG).key_id} in it has"),
        (NEWER, f"{KEY}\n{WRONG}", f"PROVISIONER_JOURNAL_KEY_FORMER: the key {keeper(key=WRONG).key_id} in it has"),
        (KEY, NEWER, "PROVISIONER_JOURNAL_KEY_FORMER: the keys are not in the order"),
    ],
)
def test_keys_that_are_not_the_journals_are_told_in_one_line(
    exchanged: Database, database_url: str, tmp_path: Path, key: str, former: str, said: str
) -> None:
    refused = call(database_url, tmp_path, "anchor", key=key, former=former)
    assert str(refused.exception).startswith(said)
    assert len(str(refused.exception).splitlines()) == 1
    assert call(database_url, tmp_path, "verify", key=key, former=former).stderr.splitlines()[-1].startswith(said)
    assert report(exchanged).lines == 5


def test_anchors_and_proofs_from_before_go_on_checking(database_url: str, tmp_path: Path) -> None:
    with opened(database_url) as former, former.transaction() as session:
        number = recorded(session).number
    assert call(database_url, tmp_path, "anchor", key=KEY, former="").exit_code == 0
    before = call(database_url, tmp_path, "proof", number, key=KEY, former="").stdout_bytes
    assert call(database_url, tmp_path, "rotate-key").exit_code == 0
    after = call(database_url, tmp_path, "proof", number).stdout_bytes
    assert check(before, FORMER.public_key)["lines"] == check(after, NEW.public_key)["lines"]
    told = call(database_url, tmp_path, "public-key", "--all").stdout.splitlines()
    assert told == [f"{one.key_id} {one.public_key}" for one in BOTH.known]
    assert call(database_url, tmp_path, "public-key").stdout.strip() == NEW.public_key
    words = [word for one in told for word in ("--public-key", one.partition(" ")[2])]
    file = tmp_path / "anchors.jsonl"
    auditor = CliRunner().invoke(
        provisioner, ["audit", "verify", "--anchors", str(file), *words], env={"PROVISIONER_DATABASE_URL": database_url}
    )
    assert (auditor.exit_code, len(file.read_text().splitlines())) == (0, 2), auditor.output


def test_an_anchor_under_the_former_key_is_forged_once_it_was_exchanged(
    exchanged: Database, database_url: str, tmp_path: Path
) -> None:
    with exchanged.reading() as session:
        head = session.execute(sa.select(AuditHead.position, AuditHead.hash)).one()
    forged = FORMER.signed({"format": "account-desk-anchor-1", **head._mapping, "at": NOW.isoformat()})
    (tmp_path / "anchors.jsonl").write_text(json.dumps(forged) + "\n")
    seen = call(database_url, tmp_path, "verify")
    assert (seen.exit_code, "bears the signature of a key that was exchanged before" in seen.stdout) == (3, True)
