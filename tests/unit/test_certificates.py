"""Until when the servers' certificates are good: of TLS at once and after STARTTLS, also of one that nobody trusts."""

import ssl
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests
import responses

from provisioner.outside.watched import Certificates, DeskPages, End, ends, good_until
from provisioner.settings import Settings
from provisioner.settings.reading import secret_files
from tests.shown_certificate import showing, unvouched

IN_A_YEAR = timedelta(days=365)


@pytest.fixture(scope="module")
def protected(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    return unvouched(tmp_path_factory.mktemp("certificate"))


def polite(shown: ssl.SSLSocket) -> None:
    while shown.recv(1024):
        shown.sendall(b"221 bye\r\n")


@pytest.mark.parametrize("after_starttls", [False, True])
def test_its_last_moment_is_read_though_nobody_vouches_for_it(protected: ssl.SSLContext, after_starttls: bool) -> None:
    with showing(protected, polite, after_starttls=after_starttls) as port:
        until = good_until(End("mail", "127.0.0.1", port, after_starttls))
    assert abs(until - datetime.now(UTC) - IN_A_YEAR) < timedelta(hours=1)


def test_a_server_that_is_away_keeps_what_it_said() -> None:
    answers = iter([datetime(2027, 1, 1, tzinfo=UTC), None, datetime(2028, 1, 1, tzinfo=UTC)])

    def look(_end: End) -> datetime:
        answer = next(answers)
        if answer is None:
            raise ConnectionRefusedError
        return answer

    known = Certificates((End("mail", "mail.example.com", 25),), look=look)
    told = []
    for _ in range(3):
        known.refresh()
        told.append(known()["mail"].year)
    assert told == [2027, 2027, 2028]


def test_while_a_server_says_nothing_whoever_asks_us_is_answered() -> None:
    asked, answer, stop = threading.Event(), threading.Event(), threading.Event()

    def look(_end: End) -> datetime:
        asked.set()
        answer.wait(10)
        stop.set()
        return datetime(2027, 1, 1, tzinfo=UTC)

    known = Certificates((End("mail", "mail.example.com", 25),), look=look)
    known.keep(stop)
    assert asked.wait(10)
    assert known() == {}
    answer.set()
    assert stop.wait(10)


def test_only_servers_that_we_reach_over_tls_are_asked() -> None:
    assert [*ends(Settings(smtp_security="none"))] == []
    everywhere = Settings(
        keycloak_url="https://login.example.com", smtp_host="smtp.example.com", smtp_port=465, smtp_security="tls",
        reports_host="imap.example.com",
    )  # fmt: skip
    assert [*ends(everywhere)] == [
        End("keycloak", "login.example.com", 443), End("mail", "smtp.example.com", 465),
        End("reports", "imap.example.com", 993),
    ]  # fmt: skip
    assert [one.name for one in ends(Settings(training=True))] == []


def test_nobody_is_asked_inside_a_transaction() -> None:
    with pytest.raises(AssertionError, match="P9"):
        DeskPages("http://localhost:8400", lambda: True)()


@pytest.mark.parametrize(("status", "answers"), [(200, True), (503, False), (302, False), (None, False)])
def test_the_pages_answer_when_they_say_that_they_can_work(status: int | None, answers: bool) -> None:
    with responses.RequestsMock() as mock:
        body = requests.ConnectionError() if status is None else ""
        mock.get("http://localhost:8400/health/ready", body=body, status=status or 200)
        assert DeskPages("http://localhost:8400")() is answers


def test_secrets_are_known_by_their_files(tmp_path: Path) -> None:
    found = secret_files({"PROVISIONER_SMTP_PASSWORD_FILE": str(tmp_path / "smtp"), "PROVISIONER_SMTP_HOST_FILE": "x"})
    assert found == {"smtp_password": tmp_path / "smtp"}
