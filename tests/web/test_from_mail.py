"""An application that came by e-mail: its saved mail proposes channel and day and brings its scans, as text only."""

import pytest

from provisioner import office
from provisioner.drafts.tables import BroughtFile
from provisioner.scans.rules import FileKind
from provisioner.staff.roles import Role
from provisioner.web.pages.intake import mailed
from tests.aged import printed
from tests.saved_mail import saved
from tests.scanned import encrypted, pages
from tests.web.desk import DeskUnderTest
from tests.web.rows import count, rows
from tests.web.test_from_code import CODE, NEW
from tests.web.test_from_scan import bring


def test_a_mail_proposes_channel_and_day_and_its_form_fills_the_rest(small_desk: DeskUnderTest) -> None:
    mail = saved((printed(CODE), "application/pdf"), (b"PK\x03\x04", "application/zip"))
    page = bring(small_desk.as_(Role.CLERK), mail)
    filled = page.form(NEW)
    assert (filled["channel"], filled["received_on"]) == ("email", "24.11.2026")
    assert filled["last_name"] == "Żółkiewski"
    assert "Sent by jozef@example.com" in page.main
    assert "1 file of it is kept as a scan. 1 other part was left in the mail." in page.main
    assert "Scan 1, 1 page" in page.main
    (kept,) = rows(small_desk.database, BroughtFile)
    assert (kept.kind, kept.pages) == (FileKind.PDF, 1)
    for text in ("<script>", "pixel.png", "o konto</b>", "wniosek.pdf"):
        assert text not in page.text.replace('<script src="', "")


@pytest.mark.parametrize(
    ("channel", "day", "differs"),
    [("post", "", True), ("email", "20.11", True), ("email", "24.11", False), ("", "24.11.2026", False)],
)
def test_what_was_typed_before_stays_and_is_said_to_differ(
    small_desk: DeskUnderTest, channel: str, day: str, *, differs: bool
) -> None:
    page = bring(small_desk.as_(Role.CLERK), saved(), channel=channel, received_on=day)
    filled = page.form(NEW)
    assert (filled["channel"], filled["received_on"]) == (channel or "email", day or "24.11.2026")
    assert ("What was typed before says otherwise and stays." in page.main) is differs


def test_a_mail_with_more_files_than_a_case_may_have_is_refused_before_any_is_read(small_desk: DeskUnderTest) -> None:
    with small_desk.database.transaction() as session:
        office.put(session, "scans_a_case", 1)
    page = bring(small_desk.as_(Role.CLERK), saved(*[(encrypted(reading="x"), "application/pdf")] * 2))
    assert page.status == 400
    assert "a case has 1 at most" in page.field_error("scans")


def test_a_mail_is_not_read_for_longer_than_somebody_waits(
    small_desk: DeskUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailed, "SECONDS", 0)
    page = bring(small_desk.as_(Role.CLERK), saved((pages(count=1), "application/pdf")))
    assert page.status == 200
    assert "File 1 of the mail was not looked at, because the others took too long: add it alone." in page.main
    assert count(small_desk.database, BroughtFile) == 0


def test_of_a_mail_what_is_no_scan_is_named_and_the_rest_kept(small_desk: DeskUnderTest) -> None:
    mail = saved((encrypted(reading="x"), "application/pdf"), (pages(count=1), "application/pdf"))
    page = bring(small_desk.as_(Role.CLERK), mail)
    assert page.status == 200
    assert "File 1 of the mail is protected by a password" in page.main
    assert "1 file of it is kept as a scan." in page.main
    assert count(small_desk.database, BroughtFile) == 1


def test_a_mail_without_a_scan_still_says_when_it_came(small_desk: DeskUnderTest) -> None:
    page = bring(small_desk.as_(Role.CLERK), saved())
    assert "No scan came with it" in page.main
    assert page.form(NEW)["channel"] == "email"
    assert count(small_desk.database, BroughtFile) == 0


@pytest.mark.parametrize(
    ("received", "sent", "said"),
    [
        ("", "", "received at an unknown time"),
        ("", "Fri, 31 Dec 9999 23:30:00 +0000", "received at an unknown time"),
        ("by x; Mon, 23 Nov 2099 10:00:00 +0100", "", "which is still to come"),
    ],
)
def test_a_day_that_cannot_be_is_not_proposed(small_desk: DeskUnderTest, received: str, sent: str, said: str) -> None:
    page = bring(small_desk.as_(Role.CLERK), saved(received=received, sent=sent, sender=""), received_on="20.11")
    assert said in page.main
    assert "an unreadable address" in page.main
    assert page.form(NEW)["received_on"] == "20.11"


def test_two_mails_are_two_applications(small_desk: DeskUnderTest) -> None:
    page = bring(small_desk.as_(Role.CLERK), saved(), saved())
    assert page.status == 400
    assert "Choose one mail alone" in page.field_error("scans")
