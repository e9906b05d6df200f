"""Every line of the log has one form, whoever wrote it, and none holds what was filled in by somebody."""

import json
import logging
import subprocess
import sys
from typing import Any

import pytest

from provisioner.cli.logs import OfLibraries

WRITTEN = """
import logging, structlog, sys
from provisioner.cli.logs import set_up_logs
set_up_logs(sys.argv[1])
log = structlog.get_logger()
with structlog.contextvars.bound_contextvars(request="4f2a", case="11d0"):
    log.warning("waiting", problem="keycloak_unreachable", name="Labuda")
logging.getLogger("somewhere").warning("cannot reach %s", "labuda@example.com")
logging.getLogger("somewhere").info("of no interest")
"""


def line(name: str, text: str, *values: object, error: Exception | None = None) -> dict[str, Any]:
    """A library's line as it leaves."""
    about = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord(name, logging.ERROR, "file.py", 7, text, values, about)
    said = OfLibraries("json").format(record)
    assert "\n" not in said
    found: dict[str, Any] = json.loads(said)
    return found


def written(form: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", WRITTEN, form], capture_output=True, text=True, check=True)
    return done.stderr.splitlines()


def test_a_line_tells_when_how_grave_who_what_and_of_which_request_and_case() -> None:
    ours, library = (json.loads(one) for one in written("json"))
    assert ours.pop("timestamp").endswith("Z")
    assert ours == {
        "event": "waiting", "level": "warning", "logger": "__main__", "request": "4f2a", "case": "11d0",
        "problem": "keycloak_unreachable",
    }  # fmt: skip
    assert library.pop("timestamp").endswith("Z")
    assert library == {"event": "cannot reach %s", "level": "warning", "logger": "somewhere"}


def test_nobody_writes_a_line_of_the_log_by_what_they_say() -> None:
    hostile = 'x"}\r\n{"event": "forged"}\x1b[2J\u2028'
    said = "import structlog, sys; from provisioner.cli.logs import set_up_logs; set_up_logs(); "
    said += "structlog.get_logger().warning('waiting', reason=sys.argv[1])"
    done = subprocess.run([sys.executable, "-c", said, hostile], capture_output=True, text=True, check=True)
    (only,) = done.stderr.strip("\n").split("\n")
    assert json.loads(only)["reason"] == hostile
    assert not {"\r", "\x1b"} & set(only)


def test_as_text_the_same_is_told_on_one_line_each() -> None:
    ours, library = written("text")
    for word in ("waiting", "warning", "4f2a", "11d0", "keycloak_unreachable"):
        assert word in ours
    assert "abuda" not in ours + library


def raised() -> Exception:
    try:
        raise RuntimeError("Labuda\nlabuda@example.com")
    except RuntimeError as error:
        return error


def test_a_traceback_of_a_library_is_one_line_with_the_kind_and_the_place() -> None:
    said = line("sqlalchemy.pool", "Exception during reset of %r", "labuda", error=raised())
    assert (said["error"], said["event"]) == ("RuntimeError", "Exception during reset of %r")
    assert "abuda" not in str(said)


def test_a_text_that_was_put_together_elsewhere_is_not_kept() -> None:
    assert line("keycloak", "user labuda@example.com exists")["event"] == "in its own words"


def test_the_web_servers_own_words_are_kept_but_for_more_lines() -> None:
    said = line("gunicorn.error", "Worker (pid:%s) was sent SIGKILL!\nmore", 4711)
    assert said["event"] == "Worker (pid:4711) was sent SIGKILL!"


@pytest.mark.parametrize("text", ["Exception while serving %s"])
def test_the_address_that_failed_is_not_told_by_the_part_that_served_it(text: str) -> None:
    assert "Szreder" not in str(line("waitress", text, "/search/Szreder", error=raised()))
