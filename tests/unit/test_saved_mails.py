"""A mail saved as a file: who sent it, when it came and which files came with it; nothing of it is run or believed."""

import base64
from datetime import UTC, datetime

import pytest

from provisioner.scans.mails import is_mail, read_mail
from provisioner.scans.rules import LONGEST_FILE, MEGABYTE, Refusal, Refused
from provisioner.scans.walled import mail
from provisioner.scans.walled.answer import No
from tests.saved_mail import SENDER, inside, saved, with_logo
from tests.scanned import EICAR, pages, picture

PDF, JPEG = pages(count=1), picture("JPEG")


def test_a_mail_is_taken_apart_behind_the_wall() -> None:
    found = read_mail(saved((PDF, "application/pdf"), (JPEG, "application/octet-stream"), (b"PK..", "application/zip")))
    assert found.sender == "jozef@example.com"
    assert found.received == datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    assert (list(found.files), found.others) == ([PDF, JPEG], 1)


NO_MAILS = [PDF, JPEG, picture("PNG"), pages("TIFF"), EICAR, b"", b"<html>From: x", b"To: x\n\n"]


@pytest.mark.parametrize("content", NO_MAILS)
def test_what_is_no_mail_is_told_from_one(content: bytes) -> None:
    assert is_mail(saved())
    assert is_mail(b"From jan Mon Nov 23\r\nReceived: by x\r\n\r\n")
    assert not is_mail(content)


def test_without_a_server_the_clock_of_the_sender_counts_and_without_any_none() -> None:
    assert mail.opened(saved(received="")).received == "2026-11-22T08:00:00+00:00"
    assert mail.opened(saved(received="by x; 31 Foo", sent="Sun, 22 Nov 2026 09:00:00 -0000")).received.startswith(
        "2026"
    )
    assert mail.opened(saved(received="", sent="")).received == ""


@pytest.mark.parametrize("when", ["Fri, 31 Dec 9999 23:30:00 +0000", "Wed, 01 Jan 1800 00:00:00 +0100"])
def test_a_time_that_no_calendar_of_ours_holds_is_none(when: str) -> None:
    assert mail.opened(saved(received="", sent=when)).received == ""
    assert mail.opened(saved(received=f"by x; {when}")).received == "2026-11-22T08:00:00+00:00"


@pytest.mark.parametrize(
    "head",
    [
        b"From: ",
        b"From: <<>>@@,,",
        b"From: =?no-such-charset?q?=FF?= <=FF",
        b"From: \xff\xfe\x00@example.com",
        b"From: a@b\nDate: Mon, 99 Nov 99999 99:99:99 +9999",
        b"From: a@b\nContent-Type: text/plain; charset=\"\xff\"\nContent-Transfer-Encoding: base64\n\n%%%",
        b"From: a@b\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Disposition: \xff; =\n\n--y",
        b"From: a@b\nContent-Type: multipart/mixed\n\n",
        b"From: a@b\nContent-Type: application/pdf\nContent-Transfer-Encoding: uuencode\n\nbegin",
    ],
)  # fmt: skip
def test_headers_that_nobody_should_write_do_no_harm(head: bytes) -> None:
    found = mail.opened(head + b"\n\nTekst")
    assert found.files == []
    assert found.sender.isprintable()


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\r\n\n", b"\n"])
def test_a_mail_is_known_behind_a_byte_order_mark_and_empty_lines(before: bytes) -> None:
    content = before + saved((PDF, "application/pdf"))
    assert is_mail(content)
    found = read_mail(content)
    assert (found.sender, found.files) == ("jozef@example.com", [PDF])


def test_a_forwarded_mail_gives_its_files_and_what_is_forwarded_in_it_stays_closed() -> None:
    once = inside(saved((PDF, "application/pdf")))
    found = mail.opened(once)
    assert (found.sender, found.files, found.others) == ("biuro@example.com", [PDF], 0)
    twice = mail.opened(inside(once))
    assert (twice.files, twice.others) == ([], 1)


def test_the_picture_of_a_signature_is_no_scan() -> None:
    small = mail.opened(with_logo(picture("PNG")))
    assert (small.files, small.others) == ([], 1)
    photographed = picture("PNG") + bytes(mail.SMALL_PICTURE)
    assert mail.opened(with_logo(photographed)).files == [photographed]


def test_a_scan_that_says_it_is_a_text_is_a_scan_and_counted_once() -> None:
    scan = base64.encodebytes(PDF)
    found = mail.opened(b"From: a@b\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n" + scan)
    assert (found.files, found.others) == ([PDF], 0)


def nested(depth: int) -> bytes:
    parts = (b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (one, one) for one in range(depth))
    return b"From: a@b\n" + b"".join(parts)


def test_a_bomb_is_refused_in_words() -> None:
    with pytest.raises(No, match="damaged"):
        mail.opened(nested(2000))
    with pytest.raises(No, match="too_heavy"):
        mail.opened(saved(*[(b"x", "application/zip")] * 101))
    with pytest.raises(Refused) as told:
        read_mail(b"From: a@b\n\n" + bytes(LONGEST_FILE * MEGABYTE))
    assert told.value.why is Refusal.MAIL_TOO_LARGE
    with pytest.raises(Refused) as told:
        read_mail(nested(2000))
    assert told.value.why is Refusal.DAMAGED


def test_of_very_many_files_only_some_are_taken() -> None:
    found = mail.opened(saved(*[(PDF, "application/pdf")] * 25, sender=SENDER))
    assert (len(found.files), found.others) == (mail.MOST_FILES, 5)
