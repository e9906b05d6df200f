"""The mailbox of reports against a real IMAP server: read with a bound on everything, and marked only when asked."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic

import pytest

from provisioner.cli.preflight import readers
from provisioner.cli.preflight.finding import run
from provisioner.outside.imap import LARGEST, ImapReports
from provisioner.outside.ports import ConfigurationError, TransientError
from provisioner.outside.reports import Place
from tests.dripping import CUT_SHORT, dripping
from tests.imap_server import ImapServer
from tests.returned import returned
from tests.sink import running_sink

pytestmark = pytest.mark.imap
FIRST, SECOND, THIRD = (returned(f"{n}" * 32 + ".notify.1.7." + "0" * 32) for n in (1, 2, 3))


def reports(server: ImapServer, **changed: object) -> ImapReports:
    return ImapReports(server.settings(**changed))


def test_it_is_read_from_the_place_on_and_reading_changes_nothing(mailbox: ImapServer) -> None:
    mailbox.deliver(FIRST, SECOND, THIRD)
    found = reports(mailbox).read(None, 2)
    assert ([raw for _, raw in found.messages], found.more) == ([FIRST, SECOND], True)
    rest = reports(mailbox).read(found.place, 2)
    assert ([raw for _, raw in rest.messages], rest.more) == ([THIRD], False)
    assert reports(mailbox).read(rest.place, 2).messages == []
    assert mailbox.unread() == 3


def test_what_is_marked_is_read_for_people_too(mailbox: ImapServer) -> None:
    mailbox.deliver(FIRST, SECOND)
    found = reports(mailbox).read(None, 9)
    (number, _), _ = found.messages
    reports(mailbox).mark_seen(found.place, [number])
    assert mailbox.unread() == 1


def test_a_mailbox_made_anew_is_read_from_its_beginning_and_old_numbers_mark_nothing(mailbox: ImapServer) -> None:
    mailbox.deliver(FIRST)
    found = reports(mailbox).read(Place(validity=1, until=4_000_000_000), 9)
    assert [raw for _, raw in found.messages] == [FIRST]
    reports(mailbox).mark_seen(Place(1, found.place.until), [number for number, _ in found.messages])
    assert mailbox.unread() == 1


def test_of_a_huge_mail_only_the_beginning_is_fetched(mailbox: ImapServer) -> None:
    mailbox.deliver(returned() + b"x" * 70 + b"\r\n" * 2_000_000)
    ((_, raw),) = reports(mailbox).read(None, 9).messages
    assert len(raw) == LARGEST


def test_numbers_with_wide_gaps_are_passed_in_several_visits(
    mailbox: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("provisioner.outside.imap.WINDOW", 2)
    mailbox.deliver(*[FIRST] * 5)
    mailbox.empty()
    mailbox.deliver(SECOND)
    place, read, visits = None, [], 0
    while True:
        found = reports(mailbox).read(place, 9)
        place, visits = found.place, visits + 1
        read += [raw for _, raw in found.messages]
        if not found.more:
            break
    assert read == [SECOND]
    assert visits > 2


@pytest.mark.parametrize(
    "changed, problem",
    [
        ({"reports_password": "another password"}, "reports_login"),
        ({"reports_username": "ktoś@example.com"}, "reports_login"),
        ({"reports_folder": "Zwroty"}, "reports_folder"),
        ({"reports_ca": None}, "reports_certificate"),
        ({"reports_ca": Path("/nowhere.pem")}, "reports_certificate"),
    ],
)
def test_a_wrong_setting_is_named(mailbox: ImapServer, changed: dict[str, object], problem: str) -> None:
    box = reports(mailbox, **changed)
    for visit in (lambda: box.read(None, 9), box.check):
        with pytest.raises(ConfigurationError) as wrong:
            visit()
        assert (wrong.value.problem, wrong.value.component) == (problem, "reports")
        assert "password" not in str(wrong.value)


def test_a_name_the_certificate_does_not_vouch_for_is_refused(mailbox: ImapServer) -> None:
    with pytest.raises(ConfigurationError, match="reports_certificate"):
        reports(mailbox, reports_host="127.0.0.1").check()


def test_all_well_is_silent(mailbox: ImapServer) -> None:
    reports(mailbox).check()


def test_a_server_that_is_away_is_an_outage_of_this_part_alone(mailbox: ImapServer) -> None:
    with pytest.raises(TransientError) as away:
        reports(mailbox, reports_port=1).read(None, 9)
    assert (away.value.problem, away.value.component) == ("reports_unreachable", "reports")


def test_nothing_is_read_inside_a_transaction(mailbox: ImapServer) -> None:
    box = ImapReports(mailbox.settings(), lambda: True)
    with pytest.raises(AssertionError, match="P9"):
        box.read(None, 9)


@contextmanager
def slow(server: ImapServer, answer: bytes, pace: float) -> Iterator[int]:
    """A server over TLS that sends its answer byte by byte, whatever it is asked."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(server.certificate, server.certificate.with_name("key.pem"))
    stopped = threading.Event()

    def serve(listener: socket.socket) -> None:
        with suppress(OSError):
            client, _ = listener.accept()
            with context.wrap_socket(client, server_side=True) as protected:
                for byte in answer:
                    protected.sendall(bytes([byte]))
                    if stopped.wait(pace):
                        return
                stopped.wait(10)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(10)
        thread = threading.Thread(target=serve, args=(listener,))
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            stopped.set()
            thread.join()


@pytest.mark.parametrize(
    "answer, pace",
    [(b"* OK [CAPABILITY IMAP4rev1] slow" * 100, 0.05), (b"", 0), (b"* OK hello\r\n", 0)],
    ids=["drop by drop", "no greeting", "silent after it"],
)
def test_a_slow_server_takes_no_longer_than_the_setting_allows(mailbox: ImapServer, answer: bytes, pace: float) -> None:
    with slow(mailbox, answer, pace) as port:
        began = monotonic()
        with pytest.raises(TransientError, match="reports_unreachable"):
            reports(mailbox, reports_port=port, reports_timeout_seconds=1).read(None, 9)
        assert monotonic() - began < CUT_SHORT


def test_a_server_that_never_shakes_hands_takes_no_longer_either(mailbox: ImapServer) -> None:
    with dripping(b"") as dead:
        began = monotonic()
        with pytest.raises(TransientError, match="reports_unreachable"):
            reports(mailbox, reports_port=dead.port, reports_timeout_seconds=1).read(None, 9)
        assert monotonic() - began < CUT_SHORT


def test_something_that_speaks_no_tls_is_told_apart(mailbox: ImapServer) -> None:
    with running_sink() as sink, pytest.raises(ConfigurationError, match="reports_no_tls"):
        reports(mailbox, reports_port=sink.port).check()


def test_an_announcement_of_more_than_was_asked_for_is_not_waited_for(mailbox: ImapServer) -> None:
    announced = slow(mailbox, b"* OK hello {4000000000}\r\n", 0)
    with announced as port, pytest.raises(TransientError, match="reports_unreachable"):
        reports(mailbox, reports_port=port, reports_timeout_seconds=5).read(None, 9)


def test_the_preflight_tells_what_is_wrong_with_the_mailbox_and_shows_no_value(mailbox: ImapServer) -> None:
    wrong = reports(mailbox, reports_password="another-password")
    well, ill = run(
        [
            ("well", lambda: readers.reports(reports(mailbox))),
            ("ill", lambda: readers.reports(wrong)),
        ]
    )
    assert (well.fault, ill.fault) == ("", "reports_login: check the settings PROVISIONER_REPORTS_…")
