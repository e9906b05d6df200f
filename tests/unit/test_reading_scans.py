"""Files as people bring them: what is a scan, and why another one is none. Each is opened in a process of its own."""

import zipfile
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from provisioner.scans import wall
from provisioner.scans.reading import read
from provisioner.scans.rules import FileKind, Limits, Refusal, Refused
from tests.scanned import EICAR, bomb, encrypted, page, pages, pdf_with, picture, script, with_attachment

LIMITS = Limits(megabytes=10, pages=3)


def refused(content: bytes, limits: Limits = LIMITS) -> Refusal:
    with pytest.raises(Refused) as told:
        read(content, limits)
    return told.value.why


def zipped(before: bytes) -> bytes:
    out = BytesIO(before)
    out.seek(0, 2)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("index.html", "<script>alert(1)</script>")
    return out.getvalue()


def annotated(**what: Any) -> bytes:
    with pikepdf.open(BytesIO(pages(count=1))) as pdf:
        about: dict[str, Any] = {"Type": pikepdf.Name("/Annot"), "Rect": [0, 0, 9, 9], **what}
        pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(pikepdf.Dictionary(**about))])
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()


def said(text: str, *, compressed: bool) -> PngInfo:
    about = PngInfo()
    about.add_text("Comment", "Wniosek" * 300 + text, zip=compressed)
    return about


SAMSUNG = b"\0\0\x30\x0aMotionPhoto_Data"
MOVING = b"\0\0\0\x20ftypmp42" + bytes(9000) + b"moov"


def updated(between: bytes, begins: bytes = b"2 0 obj") -> bytes:
    """A PDF to which one update was added, as forms and signatures are; its table and its end are the former ones."""
    whole = pages(count=1)
    return whole.rstrip() + between + begins + b" null endobj\n" + whole[whole.rindex(b"startxref") :]


@pytest.mark.parametrize(
    "content, kind, count",
    [
        (pages("PDF", 1) + bytes(2000) + b"\r\n", FileKind.PDF, 1),
        (picture("JPEG") + picture("JPEG") + bytes(10), FileKind.JPEG, 1),
        (picture("JPEG") + b"\0\0\x01\x0aImage_UTC_DataSEFH\x28\0\0\0SEFT", FileKind.JPEG, 1),
        (picture("JPEG") + SAMSUNG + MOVING + b"SEFH\x28\0\0\0SEFT", FileKind.JPEG, 1),
        (picture("JPEG") + MOVING, FileKind.JPEG, 1),
        (picture("JPEG") + b"\xff" * 700, FileKind.JPEG, 1),
        (picture("JPEG").removesuffix(b"\xff\xd9"), FileKind.JPEG, 1),
        (picture("JPEG").removesuffix(b"\xd9") + b"\xff" * 700, FileKind.JPEG, 1),
        (picture("JPEG").removesuffix(b"\xff\xd9") + bytes(300), FileKind.JPEG, 1),
        (updated(b"\0\n"), FileKind.PDF, 1),
        (updated(b"\r\n", b"2  0  obj"), FileKind.PDF, 1),
        (updated(b"\n%BeginExifToolUpdate\n"), FileKind.PDF, 1),
        (updated(b"\n", b"2 0 obj (mark %%EOF in words) endobj 3 0 obj"), FileKind.PDF, 1),
        (pages(count=1) + b"\n%%EOF\n", FileKind.PDF, 1),
        (pages(count=1) + b'\x1b%-12345X@PJL EOJ NAME="x"\r\n\x1b%-12345X', FileKind.PDF, 1),
        (picture("TIFF"), FileKind.TIFF, 1),
        (pages("PDF", 3), FileKind.PDF, 3),
        (picture("JPEG"), FileKind.JPEG, 1),
        (picture("PNG"), FileKind.PNG, 1),
        (pages("TIFF", 2), FileKind.TIFF, 2),
    ],
)
def test_a_scan_is_told_by_its_content_and_each_page_is_drawn(content: bytes, kind: FileKind, count: int) -> None:
    found = read(content, LIMITS)
    assert (found.kind, len(found.pages)) == (kind, count)
    for drawn in found.pages:
        for webp, longest in ((drawn.picture, 1754), (drawn.thumbnail, 160)):
            with Image.open(BytesIO(webp), formats=["WEBP"]) as image:
                assert max(image.size) <= longest
                assert image.height > image.width


def test_a_photograph_stands_upright_and_says_no_more_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Aparat"
    lying = page().rotate(90, expand=True)
    out = BytesIO()
    lying.save(out, "JPEG", exif=exif)
    (drawn,) = read(out.getvalue(), LIMITS).pages
    assert drawn.height > drawn.width
    assert b"Aparat" in out.getvalue()
    assert b"Aparat" not in drawn.picture


@pytest.mark.parametrize(
    "content, why",
    [
        (b"", Refusal.EMPTY),
        (EICAR, Refusal.UNKNOWN_KIND),
        (b"<html><script>alert(1)</script>", Refusal.UNKNOWN_KIND),
        (b"GIF89a" + bytes(100), Refusal.UNKNOWN_KIND),
        (zipped(b""), Refusal.UNKNOWN_KIND),
        (zipped(pages()), Refusal.TWO_KINDS),
        (zipped(picture("JPEG")), Refusal.TWO_KINDS),
        (picture("JPEG", comment=b"<script>alert(1)</script>"), Refusal.TWO_KINDS),
        (b"%PDF-1.4\n<html><body>", Refusal.TWO_KINDS),
        (encrypted(reading="tajne"), Refusal.ENCRYPTED),
        (encrypted(reading=""), Refusal.ENCRYPTED),
        (pdf_with(OpenAction=script()), Refusal.ACTIVE),
        (pdf_with(AA=pikepdf.Dictionary(WC=script())), Refusal.ACTIVE),
        (pdf_with(AcroForm=pikepdf.Dictionary(Fields=pikepdf.Array(), XFA=pikepdf.String("x"))), Refusal.ACTIVE),
        (with_attachment(), Refusal.ACTIVE),
        (annotated(Subtype=pikepdf.Name("/Movie")), Refusal.ACTIVE),
        (annotated(Subtype=pikepdf.Name("/Screen")), Refusal.ACTIVE),
        (annotated(Subtype=pikepdf.Name("/Link"), A=pikepdf.Dictionary(S=pikepdf.Name("/Sound"))), Refusal.ACTIVE),
        (pages(count=1) + b"\n<html>", Refusal.APPENDED),
        (pages(count=1) + b"7z\xbc\xaf\x27\x1c" + bytes(100) + b"%%EOF", Refusal.APPENDED),
        (pages(count=1) + b"\n%<html><body>\n%%EOF", Refusal.APPENDED),
        (pages(count=1) + b"\n% x\n<html>\n%%EOF", Refusal.APPENDED),
        (pages(count=1) + b"\x1b%-12345X@PJL <script>\n", Refusal.APPENDED),
        (picture("JPEG") + bytes(5000) + b"Rar!", Refusal.APPENDED),
        (picture("JPEG") + MOVING + b"<html>", Refusal.APPENDED),
        (picture("JPEG").removesuffix(b"\xff\xd9") + b"<html>", Refusal.APPENDED),
        (picture("JPEG")[:-2000], Refusal.DAMAGED),
        (picture("JPEG")[:300], Refusal.DAMAGED),
        (picture("PNG") + b"MZ", Refusal.APPENDED),
        (pages("TIFF", 2) + b"<html>", Refusal.APPENDED),
        (picture("PNG", pnginfo=said("<script>", compressed=False)), Refusal.TWO_KINDS),
        (picture("PNG", pnginfo=said("<script>", compressed=True)), Refusal.TWO_KINDS),
        (picture("JPEG", comment=bytes(2000) + EICAR), Refusal.TEST_VIRUS),
        (pages()[:400], Refusal.DAMAGED),
        (picture("PNG")[:300], Refusal.DAMAGED),
        (pages("PDF", 4), Refusal.TOO_MANY_PAGES),
        (pages("TIFF", 4), Refusal.TOO_MANY_PAGES),
        (bomb(), Refusal.TOO_MANY_PIXELS),
    ],
    ids=lambda one: one if isinstance(one, str) else f"{len(one)} bytes",
)
def test_what_is_no_scan_is_refused_with_a_reason(content: bytes, why: Refusal) -> None:
    assert refused(content) is why


def test_a_larger_file_than_the_office_allows_is_refused_unread() -> None:
    assert refused(picture("PNG") + bytes(1024 * 1024), Limits(megabytes=1, pages=3)) is Refusal.TOO_LARGE


def test_a_pdf_that_opens_at_a_page_is_a_scan_as_scanners_make_it() -> None:
    with pikepdf.open(BytesIO(pages(count=1))) as pdf:
        pdf.Root.OpenAction = pikepdf.Array([pdf.pages[0].obj, pikepdf.Name("/Fit")])
        out = BytesIO()
        pdf.save(out)
    assert read(out.getvalue(), LIMITS).kind is FileKind.PDF


def test_a_file_that_takes_too_long_is_left_and_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wall, "SECONDS", 0.001)
    assert refused(pages()) is Refusal.TOO_HEAVY
