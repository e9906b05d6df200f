"""What an operator does about personal data on the command line, and what the worker does by itself at night."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from provisioner import privacy
from provisioner.cli.main import provisioner
from provisioner.journal import Event
from provisioner.outbox import THE_OFFICE
from provisioner.outbox.handlers import Hands
from provisioner.outbox.lease import Lease
from provisioner.outbox.tables import Task
from provisioner.worker import Failures, Step
from provisioner.worker.nightly import NIGHT, Nightly
from tests.factories import recorded
from tests.journal.desk import KEY
from tests.privacy.desk import CUSTOMER, erasing, refused, said_anywhere
from tests.usecases.test_races import events

LONG_AGO = datetime.now(UTC) - timedelta(days=100)


def call(url: str, folder: Path, *words: str) -> Result:
    environment = {
        "PROVISIONER_DATABASE_URL": url, "PROVISIONER_JOURNAL_KEY": KEY,
        "PROVISIONER_ERASURE_LIST": str(folder / "apart" / "erasures.jsonl"),
    }  # fmt: skip
    return CliRunner().invoke(provisioner, ["privacy", *words], env=environment)


def test_what_is_due_is_shown_in_words_and_as_json_and_not_erased(database_url: str, tmp_path: Path) -> None:
    with erasing(database_url, tmp_path) as desk:
        with desk.transaction() as session:
            refused(session, at=LONG_AGO)
            refused(session, at=LONG_AGO + timedelta(days=50), customer_number="200001")
        (told,) = json.loads(call(database_url, tmp_path, "due", "--json").stdout)
        assert (told["number"], told["ground"]) == ("2026/000001", "refused")
        assert datetime.fromisoformat(told["on"]) - datetime.fromisoformat(told["since"]) == timedelta(days=90)
        words = call(database_url, tmp_path, "due", "--days", "60").stdout
        assert "2026/000002 (refused since " in words
        assert words.endswith("To be erased within 60 days: 2.\n")
        assert said_anywhere(desk)


def test_a_copy_of_one_person_is_printed_and_noted(database_url: str, tmp_path: Path) -> None:
    with erasing(database_url, tmp_path) as desk:
        with desk.transaction() as session:
            recorded(session)
        told = json.loads(call(database_url, tmp_path, "access", "jozef@example.com", "--name", CUSTOMER).stdout)
        assert told["cases"][0]["data"]["paper_case"][0]["customer_number"] == "104233"
        assert events(desk)[-1] == Event.CASE_DISCLOSED
        for number, name in (("000", CUSTOMER), ("104233", "Anna Nowa")):
            nobody = call(database_url, tmp_path, "access", number, "--name", name)
            assert (nobody.exit_code, nobody.stderr) == (1, "Error: nobody of this name is known by this.\n")


def test_an_erased_case_is_proved_by_its_number(database_url: str, tmp_path: Path) -> None:
    with erasing(database_url, tmp_path) as desk:
        with desk.transaction() as session:
            refused(session, at=LONG_AGO)
        with desk.transaction() as session:
            privacy.erase_due(session, datetime.now(UTC), 25)
    environment = {"PROVISIONER_DATABASE_URL": database_url, "PROVISIONER_JOURNAL_KEY": KEY}
    proof = CliRunner().invoke(provisioner, ["audit", "proof", "2026/000001"], env=environment)
    assert proof.exit_code == 0
    assert [line["event"] for line in json.loads(proof.stdout)["lines"]][-1] == "application:erased"


def test_a_list_that_cannot_be_read_is_told_and_nothing_erased(database_url: str, tmp_path: Path) -> None:
    (tmp_path / "apart").mkdir()
    (tmp_path / "apart" / "erasures.jsonl").write_text("nonsense\n", encoding="utf-8")
    answer = call(database_url, tmp_path, "erase-again")
    assert (answer.exit_code, "line 1" in answer.stderr) == (1, True)


@pytest.mark.parametrize("many", [1, 30])
def test_the_worker_erases_at_night_in_small_transactions(database_url: str, tmp_path: Path, many: int) -> None:
    (job,) = [job for job in NIGHT if job.name == "erase_due"]
    with erasing(database_url, tmp_path) as desk:
        with desk.transaction() as session:
            for number in range(many):
                refused(session, at=LONG_AGO, customer_number=f"2{number:05d}")
            session.add(
                Task(kind=job.name, subject_kind="office", subject_id=THE_OFFICE, lane=job.name, urgency=2,
                     awaited=False, not_before=datetime.now(UTC) - timedelta(seconds=1))
            )  # fmt: skip
        failures = Failures(desk)
        hands = Hands(desk, Lease(timedelta(minutes=1)), "night", failures.answered)
        step, steps = Step(hands, failures, [Nightly(hands, job)]), 0
        while step():
            steps += 1
        assert steps == many // job.batch + 1
        assert said_anywhere(desk) == []
        with desk.reading() as session:
            following = session.scalars(sa.select(Task.not_before).where(Task.done_at.is_(None))).one()
        assert following > datetime.now(UTC)
