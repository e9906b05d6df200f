"""`provisioner local up` on the real parts: what a person sees, what lies on the disk, how it ends."""

import json
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
import sqlalchemy as sa

from provisioner.accounts.tables import Account
from provisioner.applications.tables import Application
from provisioner.database import Database
from provisioner.local.sample_applications import SAMPLES
from provisioner.local.staff import STAFF
from tests.local_stack import LocalStack, environment, provisioner, start_stack

pytestmark = pytest.mark.live

INTERRUPTED = 130
DRAWN = {"timestamp", "request", "case", "subject", "staff"}


@dataclass
class Scene:
    """A running desk with sample applications, and the command that runs it."""

    stack: LocalStack
    process: "subprocess.Popen[str]"


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """One desk for this file: starting a fresh one takes half a minute."""
    stack, process = start_stack(tmp_path_factory.mktemp("stack") / "var", samples=True)
    scene = Scene(stack, process)
    yield scene
    run(stack, "local", "down")
    scene.process.wait(10)


@pytest.fixture
def stack(scene: Scene) -> LocalStack:
    """The desk, running."""
    return scene.stack


def run(stack: LocalStack, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        provisioner(*words), env=environment(Path(stack.data), stack.base), capture_output=True, text=True, timeout=120
    )


def statuses(stack: LocalStack) -> dict[str, int]:
    """How many accounts stand where."""
    database = Database(f"sqlite:///{stack.data}/desk.sqlite")
    with database.reading() as session:
        rows = session.execute(sa.select(Account.status, sa.func.count()).group_by(Account.status)).all()
    database.close()
    return {status.value: count for status, count in rows}


def applications(stack: LocalStack) -> int:
    database = Database(f"sqlite:///{stack.data}/desk.sqlite")
    with database.reading() as session:
        count = session.scalar(sa.select(sa.func.count()).select_from(Application))
    database.close()
    return count or 0


def processes(stack: LocalStack) -> dict[str, Path]:
    """The stack's own processes, by what their command line says."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_text().split("\0")
            mine = stack.data in (folder / "environ").read_text()
        except OSError:
            continue
        if mine or stack.data in " ".join(words):
            found[" ".join(words)] = folder
    return found


def test_the_table_names_every_address_and_login(stack: LocalStack) -> None:
    said = stack.output.read_text()
    for address in (stack.desk_url, stack.keycloak_url, f"localhost:{stack.ports.inbox}"):
        assert address in said
    for person in STAFF:
        line = next(line for line in said.splitlines() if person.login in line)
        assert person.name in line
        assert stack.staff_password(person.login) in line


def test_the_desk_sends_staff_to_the_staff_realm(stack: LocalStack) -> None:
    page = requests.get(f"{stack.desk_url}/", timeout=10)
    assert page.url.startswith(f"{stack.keycloak_url}/realms/staff/")
    assert page.ok


def test_about_twenty_applications_are_there_and_the_worker_carries_the_approved_ones_out(stack: LocalStack) -> None:
    assert applications(stack) >= 20
    deadline = time.monotonic() + 90
    while "approved" in statuses(stack) or "created" in statuses(stack):
        assert time.monotonic() < deadline, statuses(stack)
        time.sleep(0.5)
    # Two companies gave the same e-mail address, which the realm cannot serve twice.
    assert statuses(stack) == {"notified": 6, "needs_attention": 1}
    assert len(stack.mails()) == 6
    assert "O'Connor" in str(stack.wait_for_mail("james.oconnor@example.com").get_body(("plain",)))


def test_secrets_lie_in_private_files_and_nowhere_else(stack: LocalStack) -> None:
    data = Path(stack.data)
    assert data.stat().st_mode & 0o777 == 0o700
    files = list((data / "secrets").iterdir())
    assert len(files) >= 6
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    secrets = [file.read_text() for file in files if file.suffix != ".json"]
    logs = "".join(log.read_text() for log in (data / "log").iterdir())
    words = " ".join(processes(stack))
    for secret in secrets:
        assert secret not in logs
        assert secret not in words


def test_the_logs_of_our_processes_name_nobody_and_each_line_is_json(stack: LocalStack) -> None:
    for process in ("worker", "web", "public"):
        lines = [json.loads(line) for line in (Path(stack.data) / "log" / f"{process}.log").read_text().splitlines()]
        assert all({"timestamp", "level", "event"} <= line.keys() for line in lines), process
        # Drawn at random or counted: there a customer's number could stand by chance.
        said = str([{name: told for name, told in line.items() if name not in DRAWN} for line in lines]).casefold()
        assert [value for value in sample_values() if value.casefold() in said] == [], process
    assert "claimed" in (Path(stack.data) / "log" / "worker.log").read_text()


def sample_values() -> set[str]:
    """Whatever the sample applications say of a person."""
    told = {
        text
        for one in SAMPLES
        for text in (*one.name, one.number, one.street, one.email, one.company, one.nip, one.phone, one.attorney)
    }
    return {text for text in told | {one.replace(" ", "") for one in told} if len(text) > 3}


def test_each_process_is_told_only_its_own_secrets(stack: LocalStack) -> None:
    def told(word: str) -> set[str]:
        folder = next(folder for words, folder in processes(stack).items() if words.strip().endswith(word))
        return set(re.findall(r"PROVISIONER_(\w+)_FILE=", (folder / "environ").read_text()))

    assert told("provisioner web") == {"SECRET_KEY", "DESK_CLIENT_SECRET", "JOURNAL_KEY"}
    assert told("provisioner worker") == {
        "PROVISIONER_CLIENT_SECRET", "OBSERVER_CLIENT_SECRET", "STAFF_OBSERVER_CLIENT_SECRET", "JOURNAL_KEY",
    }  # fmt: skip


def test_a_second_start_in_the_same_checkout_is_refused_in_one_line(stack: LocalStack) -> None:
    second = run(stack, "local", "up")
    assert second.returncode == 1
    assert re.fullmatch(r"Error: already running here \(process \d+\): stop it with `local down`\n", second.stderr)


def test_another_checkout_on_the_same_ports_is_told_which_setting_to_change(stack: LocalStack, tmp_path: Path) -> None:
    other = LocalStack(str(tmp_path / "var"), stack.base, "", "")
    second = run(other, "local", "up")
    assert second.returncode == 1
    assert re.fullmatch(r"Error: port \d+, wanted for the desk, is in use: .*PROVISIONER_LOCAL_PORT.*\n", second.stderr)


def test_reset_is_refused_while_it_runs(stack: LocalStack) -> None:
    refused = run(stack, "local", "reset", "--yes")
    assert refused.returncode == 1
    assert "still running" in refused.stderr


def test_a_worker_that_is_killed_is_started_again(stack: LocalStack) -> None:
    folder = next(folder for words, folder in processes(stack).items() if words.strip().endswith("provisioner worker"))
    subprocess.run(["kill", "-KILL", folder.name], check=True)
    deadline = time.monotonic() + 20
    while "worker ended (exit code -9); starting it again" not in stack.output.read_text():
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_stopped_and_started_again_everything_is_still_there_until_reset(scene: Scene) -> None:
    stack, data = scene.stack, Path(scene.stack.data)
    stack.wait_for_mail("helena.bronk@example.com", seconds=90)
    known, passwords = applications(stack), stack.secret("staff.json")
    scene.process.send_signal(signal.SIGINT)
    assert scene.process.wait(60) == INTERRUPTED
    assert "Traceback" not in stack.output.read_text()
    assert processes(stack) == {}

    _, scene.process = start_stack(data, samples=True, base=stack.base)
    assert applications(stack) == known
    assert stack.secret("staff.json") == passwords
    assert stack.mails("helena.bronk@example.com")
    assert run(stack, "local", "down").stdout == "Stopped.\n"
    assert scene.process.wait(10) == INTERRUPTED
    assert processes(stack) == {}

    assert run(stack, "local", "reset", "--yes").returncode == 0
    assert not data.exists()
    assert run(stack, "local", "down").stdout == "Nothing is running here.\n"
