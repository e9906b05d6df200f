"""What the worker's log says of an error nobody thought of: where it happened, never a value."""

import re

from structlog.testing import capture_logs

from provisioner.cli.logs import ALLOWED
from tests.factories import approved_account
from tests.worker.desk import WorkerDesk
from tests.worker.troubles import raising


def test_an_unexpected_error_is_logged_with_its_place_in_our_code_and_without_its_text(desk: WorkerDesk) -> None:
    approved_account(desk.database)
    desk.directory.trouble = raising(ZeroDivisionError("jozef@example.com"))
    with capture_logs() as lines:
        desk.run()
    (line,) = [line for line in lines if line["event"] == "unexpected"]
    assert line["error"] == "ZeroDivisionError"
    assert "provisioner/accounts/provisioning.py" in line["at"][-2]
    assert all(re.fullmatch(r"provisioner/[\w/]+\.py:\d+", place) for place in line["at"])
    assert "jozef" not in str(line)
    assert {*line} - {"log_level"} <= ALLOWED
