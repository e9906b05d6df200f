"""Reading a report of a mail server: what it says is taken as said, and nothing is ever guessed."""

from base64 import encodebytes

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from provisioner.outside.delivery_status import read_report
from provisioner.outside.imap import LARGEST
from provisioner.outside.reports import Arrival, Report
from tests.returned import OURS, SERVERS, returned

SAID = [
    ("failed", "5.1.1", Arrival.CAME_BACK),
    ("failed", "4.4.7", Arrival.CAME_BACK),
    ("delayed", "4.4.1", Arrival.DELAYED),
    ("delivered", "2.0.0", Arrival.DELIVERED),
    ("Delivered", "2.1.5", Arrival.DELIVERED),
    ("relayed", "2.0.0", Arrival.PASSED_ON),
    ("expanded", "2.0.0", Arrival.PASSED_ON),
]
UNSAID = [
    ("failed", "2.0.0"), ("delivered", "5.1.1"), ("delayed", "5.0.0"), ("delayed", "2.0.0"), ("read", "2.0.0"),
    ("failed", "unknown"), ("failed", "511"), ("", "5.1.1"),
]  # fmt: skip
SECOND = b"Final-Recipient: rfc822; anna@example.org\r\nAction: %s\r\nStatus: %s\r\n\r\n--4F1A2C0093.1764000072"


def changed(old: bytes, new: bytes, raw: bytes | None = None) -> bytes:
    raw = raw or returned()
    assert old in raw
    return raw.replace(old, new)


@pytest.mark.parametrize("server", SERVERS)
@pytest.mark.parametrize("action, status, arrival", SAID)
def test_what_each_server_says_is_known(server: str, action: str, status: str, arrival: Arrival) -> None:
    report = read_report(returned(OURS, action, status, server=server))
    assert report == Report(arrival, status, (OURS,))


@pytest.mark.parametrize("server", SERVERS)
@pytest.mark.parametrize("action, status", UNSAID)
def test_an_action_that_its_code_does_not_agree_with_says_nothing(server: str, action: str, status: str) -> None:
    assert read_report(returned(OURS, action, status, server=server)) is None


def test_a_status_with_words_behind_it_is_its_code() -> None:
    report = read_report(returned(status="5.7.1 (delivery not authorized)"))
    assert report == Report(Arrival.CAME_BACK, "5.7.1", (OURS,))


def test_readers_that_fared_alike_are_one_report_and_others_are_for_people() -> None:
    end = b"--4F1A2C0093.1764000072/mx.example.com\r\nContent-Description: Undelivered"
    alike, apart = (SECOND % said for said in ((b"failed", b"5.2.2"), (b"delivered", b"2.0.0")))
    rest = b"/mx.example.com\r\nContent-Description: Undelivered"
    found = read_report(changed(end, alike + rest))
    assert found is not None
    assert found.arrival is Arrival.CAME_BACK
    assert read_report(changed(end, apart + rest)) is None


def test_headers_returned_in_base64_are_read() -> None:
    raw = returned()
    head, _, rest = raw.partition(b"Content-Type: text/rfc822-headers\r\n\r\n")
    headers, _, end = rest.partition(b"\r\n\r\n--")
    coded = encodebytes(headers + b"\r\n").replace(b"\n", b"\r\n")
    said = (
        head
        + b"Content-Type: text/rfc822-headers\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + coded
        + b"\r\n--"
        + end
    )
    assert read_report(said) == Report(Arrival.CAME_BACK, "5.1.1", (OURS,))


def test_the_envelopes_name_stands_in_for_a_mail_that_is_not_returned() -> None:
    head = returned().partition(b"--4F1A2C0093.1764000072/mx.example.com\r\nContent-Description: Undelivered")[0]
    closed = head + b"--4F1A2C0093.1764000072/mx.example.com--\r\n"
    told = read_report(closed)
    assert told == Report(Arrival.CAME_BACK, "5.1.1", ())
    named = changed(b"X-Postfix-Queue-ID", f"Original-Envelope-Id: {OURS}\r\nX-Postfix-Queue-ID".encode(), closed)
    assert read_report(named) == Report(Arrival.CAME_BACK, "5.1.1", (OURS,))


def test_a_mail_that_only_answers_ours_is_not_about_it() -> None:
    """Staff's own letter in the same thread may come back: it names ours among its references."""
    raw = changed(f"Message-ID: <{OURS}@".encode(), b"References: <x@example.com>\r\nMessage-ID: <other@")
    report = read_report(raw)
    assert report is not None
    assert report.marks == ("other",)


NO_REPORTS = {
    "an answer of the customer": b"From: jozef@example.org\r\nSubject: Re: konto\r\n\r\nDzi\xc4\x99kuj\xc4\x99\r\n",
    "an absence note": b"Auto-Submitted: auto-replied\r\nSubject: Poza biurem\r\n\r\n5.1.1 failed\r\n",
    "an old server's plain text": b"X-Failed-Recipients: jozef@example.org\r\n\r\nMail delivery failed\r\n",
    "a receipt of reading": returned().replace(b"delivery-status;", b"disposition-notification;"),
    "a report wrapped by people": b"Content-Type: message/rfc822\r\n\r\n" + returned(),
    "two reports in one": returned().replace(b"text/rfc822-headers", b"message/delivery-status"),
    "a report without readers": returned().replace(b"\r\n\r\nFinal-Recipient", b"\r\nFinal-Recipient"),
    "nothing": b"",
    "no mail": b"\x00\xff" * 500,
}  # fmt: skip


@pytest.mark.parametrize("raw", NO_REPORTS.values(), ids=NO_REPORTS)
def test_anything_else_says_nothing(raw: bytes) -> None:
    assert read_report(raw) is None


def test_a_mail_of_countless_parts_in_parts_is_no_report_and_costs_no_time() -> None:
    deep = b"".join(
        f"Content-Type: multipart/report; report-type=delivery-status; boundary=b{n}\r\n\r\n--b{n}\r\n".encode()
        for n in range(2000)
    )
    assert read_report(deep[:LARGEST]) is None


def test_a_report_cut_off_says_what_it_said_so_far_or_nothing() -> None:
    raw = returned()
    for end in range(0, len(raw), 7):
        found = read_report(raw[:end])
        assert found is None or (found.arrival, found.code) == (Arrival.CAME_BACK, "5.1.1")


@hypothesis_settings(max_examples=150, deadline=None)
@given(noise=st.binary(max_size=40), at=st.integers(0, 2400), gone=st.integers(0, 40))
def test_whatever_is_written_into_a_report_nothing_else_comes_of_it(noise: bytes, at: int, gone: int) -> None:
    raw = returned()
    found = read_report(raw[:at] + noise + raw[at + gone :])
    assert found is None or isinstance(found, Report)
