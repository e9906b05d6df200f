"""A line of the log is one JSON object in UTC, whatever is said in it, with allowed names only (ASVS 16.2, 16.4)."""

import io
import json
from collections.abc import Iterator

import pytest
import structlog

from provisioner.cli.logs import set_up_logs


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Standard error of a process whose logs are set up."""
    before, error = structlog.get_config(), io.StringIO()
    monkeypatch.setattr("sys.stderr", error)
    set_up_logs()
    yield error
    structlog.configure(**before)


def test_a_line_is_one_object_in_utc_without_what_is_not_allowed(written: io.StringIO) -> None:
    hostile = 'x"}\r\n{"event": "forged"}\x1b[2J\x00'
    structlog.get_logger().warning("request:done", reason=hostile, route="/search", email="jan@example.com")
    (line, end) = written.getvalue().split("\n")
    assert end == ""
    said = json.loads(line)
    assert (said["event"], said["reason"], said["level"]) == ("request:done", hostile, "warning")
    assert said["timestamp"].endswith("Z")
    assert "email" not in said
    assert not {"\r", "\x1b", "\x00"} & set(line)
