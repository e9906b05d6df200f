"""The code on our printed form, read from a scan of it: nearly always found, never told wrong."""

import random
from io import BytesIO

import pytest
import segno
from PIL import Image

from provisioner.applications.code import coded, decoded
from provisioner.mail.language import Language
from provisioner.scans.reading import read
from provisioner.scans.rules import FileKind, Limits
from provisioner.scans.walled import codes
from tests.aged import aged, bound, photographed, printed, rendered
from tests.drill import FULL, Counted
from tests.scanned import page, pages, picture

SCANS = 1000 if FULL else 24
MISSED = SCANS * 5 // 1000
LIMITS = Limits(megabytes=10, pages=10)
STREETS = (
    "ul. Polna 7 m. 2",
    "al. Generała Józefa Hallera 12",
    "Łąkowa 3",
    "ul. Świętego Maksymiliana Kolbego 123 m. 4",
)
NAMES = ("Żółkiewski", "Świętopełk-Brzęczyszczykiewicz", "Ćma", "Nowak", "Grzegżółkowska-Źdźbłowska")
COMPANIES = ("", "", "Wspólnota Mieszkaniowa Nieruchomości przy ulicy Generała Świętopełka 12345 w Kartuzach")


def typed(luck: random.Random) -> dict[str, str]:
    """What a customer may have typed."""
    return {
        "customer_number": str(luck.randrange(100_000, 999_999)), "customer_kind": luck.choice(("person", "company")),
        "company_name": luck.choice(COMPANIES), "first_name": luck.choice(("Józef", "Łucja", "Wojciech")),
        "last_name": luck.choice(NAMES), "filed_by": "self", "street": luck.choice(STREETS), "postcode": "83-300",
        "town": luck.choice(("Kartuzy", "Żukowo", "Władysławowo")), "email": f"k{luck.randrange(10**6)}@example.com",
        "phone": "+48601234567", "language": luck.choice(("pl", "en")),
    }  # fmt: skip


@pytest.mark.drill
def test_scans_askew_blurred_stained_and_grained_are_read_and_none_is_read_wrong(counted: Counted) -> None:
    luck, missed = random.Random(2026), 0
    for _ in range(SCANS):
        said = typed(luck)
        code = coded("2026-01", said)
        (paper,) = rendered(printed(code, luck.choice(list(Language))))
        found = codes.on(aged(paper, luck), closely=True)
        missed += not found
        for one in found:
            assert {name: decoded(one).typed[name] for name in said} == said
    counted(SCANS, f"scans, {missed} not read")
    assert missed <= MISSED


@pytest.fixture(scope="module")
def paper() -> bytes:
    """The PDF that a customer printed."""
    return printed(coded("2026-01", typed(random.Random(1))))


def test_the_code_is_read_from_every_kind_of_file_behind_the_wall(paper: bytes) -> None:
    code, luck = coded("2026-01", typed(random.Random(1))), random.Random(3)
    (clean,) = rendered(paper)
    tiff = BytesIO()
    clean.save(tiff, "TIFF")
    other = page("Umowa").convert("L")
    for content, kind in (
        (paper, FileKind.PDF),
        (bound(other, aged(clean, luck), other), FileKind.PDF),
        (photographed(aged(clean, luck), luck), FileKind.JPEG),
        (tiff.getvalue(), FileKind.TIFF),
    ):
        found = read(content, LIMITS, codes=True)
        assert (found.kind, list(found.codes)) == (kind, [code])
        assert found.content == content


def test_several_papers_in_one_scan_have_several_codes(paper: bytes) -> None:
    (one,) = rendered(paper)
    (two,) = rendered(printed(coded("2026-01", typed(random.Random(2)))))
    assert len(read(bound(one, two, one), LIMITS, codes=True).codes) == 2


def test_codes_are_looked_for_only_where_they_are_asked_for_and_a_page_without_one_has_none(paper: bytes) -> None:
    assert read(paper, LIMITS).codes == []
    assert read(pages(count=1), LIMITS, codes=True).codes == []
    assert read(picture("PNG"), LIMITS, codes=True).codes == []


@pytest.mark.parametrize("text", ["https://example.com/?a=1", "javascript:alert(1)", "<b>W1</b>", "Zażółć", "W1 A\nB"])
def test_what_could_not_be_a_code_of_ours_is_not_even_told(text: str) -> None:
    out = BytesIO()
    segno.make(text, micro=False).save(out, kind="png", scale=6, border=4)
    assert read(out.getvalue(), LIMITS, codes=True).codes == []


def test_of_a_page_full_of_codes_only_some_are_told() -> None:
    sheet = page("")
    for number in range(12):
        out = BytesIO()
        segno.make(f"W1{number:04}", micro=False).save(out, kind="png", scale=3, border=4)
        with Image.open(out) as code:
            sheet.paste(code, (30 + number % 4 * 180, 200 + number // 4 * 180))
    out = BytesIO()
    sheet.save(out, "PNG")
    assert len(read(out.getvalue(), LIMITS, codes=True).codes) == codes.MOST
