"""Electronic signatures inside PDFs: what is thought of each, offline, by the issuers that the office has supplied."""

import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pyhanko.sign.fields import MDPPerm

from provisioner.cli.preflight import readers
from provisioner.cli.preflight.finding import Fault
from provisioner.scans.reading import read
from provisioner.scans.rules import Limits, Refusal, Refused
from provisioner.scans.signatures import Verdict
from provisioner.scans.walled import signatures
from provisioner.scans.walled.answer import Signed
from tests.scanned import pages, pdf_with, picture, with_attachment
from tests.signed import ISSUER, SIGNER, added, apart, issued, issuer, signed, signer, supplied, with_a_field

LIMITS = Limits(megabytes=10, pages=3)


@pytest.fixture
def trusted(tmp_path: Path) -> Path:
    return supplied(tmp_path)


def judged(content: bytes, folder: Path | str) -> list[Signed]:
    return apart(lambda: signatures.found(content, str(folder)))


def told(content: bytes, folder: Path | str) -> list[tuple[str, str]]:
    return [(one.verdict, one.why) for one in judged(content, folder)]


def test_a_signature_counts_by_an_issuer_that_the_office_has_supplied(trusted: Path) -> None:
    (found,) = read(signed(), LIMITS, issuers=trusted).signatures
    assert (found.verdict, found.signer, found.issuer, found.later) == (Verdict.VALID, SIGNER, ISSUER, False)
    assert found.claimed_at is not None


def test_the_issuer_between_is_enough_and_its_own_issuer_too(tmp_path: Path) -> None:
    between = issued("Pośrednie", issuer(), ca=True)
    content = signed(by=issued(SIGNER, between))
    for number, one in enumerate((between, issuer())):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert told(content, supplied(folder, one)) == [("valid", "")]


@pytest.mark.parametrize("content", [pages(count=1), picture("PNG")])
def test_what_has_no_signature_has_none(content: bytes, trusted: Path) -> None:
    assert read(content, LIMITS, issuers=trusted).signatures == []


def flipped() -> bytes:
    """One letter of what was signed is another one now."""
    return signed().replace(b"/MediaBox [ 0 0 827", b"/MediaBox [ 0 0 828", 1)


@pytest.mark.parametrize(
    "made",
    [
        lambda: added(signed(), "page"),
        lambda: added(signed(), "words"),
        lambda: added(signed(with_a_field()), "field"),
        lambda: added(signed(with_a_field(), permitted=MDPPerm.NO_CHANGES), "field"),
        lambda: signed(added(signed(), "words"), field="Drugi"),
        flipped,
    ],
    ids=["a page appended", "other words", "a field filled in", "a closed form filled in", "signed anew", "a letter"],
)  # fmt: skip
def test_a_document_that_is_not_what_was_signed_is_told(made: Callable[[], bytes], trusted: Path) -> None:
    assert told(made(), trusted)[0] == ("altered", "")


def test_anybodys_certificate_is_no_proof(trusted: Path, tmp_path: Path) -> None:
    stranger = issued(SIGNER, issued(ISSUER, ca=True))
    for content, folder in ((signed(by=stranger), trusted), (signed(by=issued(SIGNER)), trusted), (signed(), "")):
        assert told(content, folder) == [("unknown_issuer", "")]
    assert told(signed(), tmp_path / "no such folder") == [("unknown_issuer", "")]


def broken() -> bytes:
    whole = signed()
    at = whole.index(b"/Contents <") + 40
    return whole[:at] + b"f" * 40 + whole[at + 40 :]


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (lambda: signed(by=issued(SIGNER, issuer(), ended=True)), "out_of_date"),
        (lambda: signed(by=issued(SIGNER, issuer(), use="key_encipherment")), "not_for_signing"),
        (lambda: signed(digest="sha1"), "weak"),
        (broken, "unreadable"),
        (lambda: pdf_with(ByteRange=0), "other_kind"),
    ],
    ids=["a certificate that has ended", "another purpose", "a weak digest", "a broken signature", "no signature"],
)
def test_what_cannot_be_checked_says_why(made: Callable[[], bytes], why: str, trusted: Path) -> None:
    assert told(made(), trusted) == [("not_checked", why)]


def test_each_of_several_signatures_is_judged_and_the_first_says_that_more_came_after(trusted: Path) -> None:
    second = signed(signed(), field="Drugi")
    assert [(one.verdict, one.later) for one in judged(second, trusted)] == [
        ("valid", True), ("valid", False)
    ]  # fmt: skip
    stranger = signed(signed(), issued("Ktoś"), field="Drugi")
    assert told(stranger, trusted) == [("valid", ""), ("unknown_issuer", "")]


def test_a_field_filled_in_between_two_signatures_is_what_the_second_signs(trusted: Path) -> None:
    content = signed(added(signed(with_a_field()), "field"), field="Drugi")
    assert told(content, trusted) == [("valid", ""), ("valid", "")]
    assert told(added(content, "field", "ul. Trzecia 1"), trusted) == [("altered", ""), ("altered", "")]


def test_of_very_many_signatures_the_first_are_looked_at(trusted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signatures, "MOST", 1)
    assert told(signed(signed(), field="Drugi"), trusted) == [("valid", ""), ("not_checked", "too_many")]


def under_a_password() -> bytes:
    with pikepdf.open(BytesIO(signed())) as pdf:
        out = BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(owner="tajne", user=""))
    return out.getvalue()


def with_a_bomb() -> bytes:
    """A page whose content unpacks to more than the walled process has memory for."""
    with pikepdf.open(BytesIO(pages(count=1))) as pdf:
        whole = zlib.compressobj(9)
        head, part = whole.compress(b""), whole.compress(bytes(1 << 24)) + whole.flush(zlib.Z_FULL_FLUSH)
        packed = head + part * 64 + whole.flush()
        bomb = pikepdf.Stream(pdf, b"")
        bomb.write(packed, filter=pikepdf.Name("/FlateDecode"))
        pdf.pages[0].obj.Contents = pdf.make_indirect(bomb)
        out = BytesIO()
        pdf.save(out)
    return signed(out.getvalue())


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (under_a_password, Refusal.ENCRYPTED),
        (lambda: signed(with_attachment()), Refusal.ACTIVE),
        (with_a_bomb, Refusal.TOO_HEAVY),
    ],
    ids=["a password", "a file inside", "a bomb"],
)
def test_a_signature_opens_no_door_to_what_is_no_scan(made: Callable[[], bytes], why: Refusal, trusted: Path) -> None:
    with pytest.raises(Refused) as refused:
        read(made(), LIMITS, issuers=trusted)
    assert refused.value.why is why


def test_a_signature_in_a_file_of_its_own_is_named(trusted: Path) -> None:
    xml = b'<?xml version="1.0"?><Dokument><Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/></Dokument>'
    for content in (xml, bytes.fromhex("308006092a864886f70d010702a0803080")):
        with pytest.raises(Refused) as refused:
            read(content, LIMITS, issuers=trusted)
        assert refused.value.why is Refusal.SIGNATURE_ALONE


def test_the_check_names_the_file_that_is_no_issuers_certificate(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="the folder is empty"):
        readers.issuers(tmp_path)
    readers.issuers(supplied(tmp_path))
    (tmp_path / ".README").write_text("hidden files are the operator's own")
    (tmp_path / "czytaj.txt").write_text("no certificate")
    supplied(tmp_path, issuer(), signer())
    with pytest.raises(Fault, match=r"1\.pem, czytaj\.txt: no certificate of an issuer"):
        readers.issuers(tmp_path)
    with pytest.raises(Fault, match="cannot be read"):
        readers.issuers(tmp_path / "no such folder")
