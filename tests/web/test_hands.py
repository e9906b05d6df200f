"""Staff search, take lists away and send files as fast as hands do; what is faster waits."""

from collections.abc import Callable
from io import BytesIO

import pytest

from provisioner.staff.roles import Role
from provisioner.web.gate.hands import A_MINUTE, KEY, Handwork
from provisioner.web.gate.pace import A_MINUTE as SECONDS
from tests.factories import recorded
from tests.web.desk import DeskUnderTest
from tests.web.page import Browser

MOST, NO_FILE = 2, b"no picture"


def search(browser: Browser) -> int:
    return browser.client.get("/search?q=nobody").status_code


def export(browser: Browser) -> int:
    return browser.client.post("/queue/export", data=browser.get("/").form("/queue/export")).status_code


def upload(browser: Browser) -> int:
    """One of a kind that is refused, so that none is read."""
    form = browser.get("/applications/new").form("/applications/new")
    sent = form | {"scans": (BytesIO(NO_FILE), "scan.pdf")}
    return browser.client.post("/applications/new/scans", data=sent).status_code


@pytest.mark.parametrize(
    ("what", "do", "otherwise"),
    [(Handwork.SEARCH, search, 200), (Handwork.EXPORT, export, 200), (Handwork.UPLOAD, upload, 400)],
)
def test_whoever_does_it_faster_than_hands_waits_a_minute_and_others_do_not(
    desk: DeskUnderTest, what: Handwork, do: Callable[[Browser], int], otherwise: int
) -> None:
    with desk.database.transaction() as session:
        recorded(session)
    pace, now = desk.app.extensions[KEY][what], [0.0]
    assert pace.most == A_MINUTE[what]
    pace.most, pace.clock = MOST, lambda: now[0]
    somebody, another = (desk.as_(Role.CLERK, Role.AUDITOR, name=name) for name in ("Anna Nowak", "Ewa Rewizor"))
    assert [do(somebody) for _ in range(MOST + 1)] == [otherwise, otherwise, 429]
    assert do(another) == otherwise
    now[0] += SECONDS
    assert do(somebody) == otherwise


def test_a_form_without_files_is_no_upload(desk: DeskUnderTest) -> None:
    desk.app.extensions[KEY][Handwork.UPLOAD].most = 1
    clerk = desk.as_(Role.CLERK)
    sent = [
        clerk.client.post("/applications/new", data=clerk.get("/applications/new").form("/applications/new"))
        for _ in range(2)
    ]
    assert [answer.status_code for answer in sent] == [400, 400]
