"""Electronic signatures on the desk: said in words on the form and on the case, deciding nothing by themselves."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from provisioner.database import Database
from provisioner.drafts.tables import BroughtSignature
from provisioner.scans.rules import FileKind
from provisioner.scans.signatures import Signature, Verdict, Why
from provisioner.scans.tables import ScanSignature
from provisioner.staff.roles import Role
from provisioner.web.words.paper.signatures import judged
from tests.factories import recorded
from tests.saved_mail import saved
from tests.scanned import pages
from tests.signed import SIGNER, added, issued, signed, supplied, with_a_field
from tests.web.desk import DeskUnderTest, desk_over
from tests.web.rows import count, rows
from tests.web.test_case import approver
from tests.web.test_from_code import NEW
from tests.web.test_from_scan import bring
from tests.web.test_intake import typed
from tests.web.test_scans import upload


@pytest.fixture
def trusting(sqlite_url: str, tmp_path: Path) -> Iterator[DeskUnderTest]:
    """A desk whose operator has supplied an issuer."""
    database = Database(sqlite_url)
    yield desk_over(database, signature_issuers=supplied(tmp_path))
    database.close()


def test_the_verdict_stands_on_the_form_and_goes_with_the_scan_to_the_case(trusting: DeskUnderTest) -> None:
    clerk = trusting.as_(Role.CLERK)
    page = bring(clerk, saved((signed(), "application/pdf")))
    assert "signature checked" in page.main
    assert f"The certificate names {SIGNER}" in page.main
    assert "Nobody was asked whether the certificate had been revoked. " in page.main
    assert "Nothing was changed after it." in page.main
    clerk.send(page, NEW, button="open", **typed(page))
    (kept,) = rows(trusting.database, ScanSignature)
    assert (kept.verdict, kept.signer, count(trusting.database, BroughtSignature)) == (Verdict.VALID, SIGNER, 0)


def test_on_the_case_and_among_its_scans_a_changed_document_is_told_in_words_and_colour(
    trusting: DeskUnderTest,
) -> None:
    with trusting.database.transaction() as session:
        case = recorded(session).id
    clerk = trusting.as_(Role.CLERK)
    upload(clerk, clerk.get(f"/applications/{case}"), added(signed(), "page"), pages(count=1))
    for address in (f"/applications/{case}", f"/cases/{case}/scans"):
        page = clerk.get(address)
        (badge,) = page.soup.select(".scan-signature .badge-stop")
        assert badge.get_text(strip=True) == "changed after signing"
        assert "this is not the document that was signed. Ask the customer to send it anew." in page.main
        assert "no electronic signature" in page.main


def test_what_a_stranger_added_behind_a_customers_signature_is_never_told_in_green(
    trusting: DeskUnderTest,
) -> None:
    with trusting.database.transaction() as session:
        case = recorded(session).id
    clerk = trusting.as_(Role.CLERK)
    overwritten = added(signed(with_a_field()), "field", "ul. Obca 9")
    upload(clerk, clerk.get(f"/applications/{case}"), signed(overwritten, issued("Ktoś"), field="Drugi"))
    page = clerk.get(f"/cases/{case}/scans")
    badges = [one.get_text(strip=True) for one in page.soup.select(".scan-signature .badge-attention")]
    assert badges == ["signature checked, document added to since", "issuer unknown"]
    assert page.soup.select(".scan-signature .badge-done") == []
    assert "what the page shows may differ from what was signed" in page.main


def test_without_a_trusted_issuer_nobodys_name_is_believed_and_the_case_can_be_approved(
    small_desk: DeskUnderTest,
) -> None:
    with small_desk.database.transaction() as session:
        case = recorded(session).id
    clerk = small_desk.as_(Role.CLERK)
    page = upload(clerk, clerk.get(f"/applications/{case}"), signed())
    assert "issuer unknown" in page.main
    assert "Anybody can make a certificate with this name." in page.main
    assert approver(small_desk).get(f"/applications/{case}").form("/approve")


def test_what_is_thought_of_a_signature_goes_with_its_scan(small_desk: DeskUnderTest) -> None:
    with small_desk.database.transaction() as session:
        case = recorded(session).id
    clerk = small_desk.as_(Role.CLERK)
    upload(clerk, clerk.get(f"/applications/{case}"), signed())
    page = clerk.get(f"/cases/{case}/scans")
    clerk.send(page, "/removal", scan_reason="pomyłka")
    assert count(small_desk.database, ScanSignature) == 0


def test_a_signature_beside_the_mail_is_said_to_be_unchecked(small_desk: DeskUnderTest) -> None:
    mail = saved((pages(count=1), "application/pdf"), (b"0\x80", "application/pkcs7-signature"))
    page = bring(small_desk.as_(Role.CLERK), mail)
    assert "1 electronic signature in a file of its own came with it; it is not checked here." in page.main


@pytest.mark.parametrize("why", Why)
def test_whatever_could_not_be_checked_is_said_in_polish(small_desk: DeskUnderTest, why: Why) -> None:
    with small_desk.app.test_request_context(headers={"Accept-Language": "pl"}):
        (one,) = judged(FileKind.PDF, [Signature(Verdict.NOT_CHECKED, why)])
    assert one.said.endswith(".")
