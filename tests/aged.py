"""Our own printed form as it comes back from a scanner or a camera: askew, blurred, stained, by 150 dots an inch."""

from functools import cache
from io import BytesIO
from random import Random

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from provisioner.letters.printing import Press
from provisioner.mail.language import Language
from tests.letters.forms import form
from tests.posted import BRAND

DOTS = 150
GRAIN = 20


def printed(code: str, language: Language = Language.PL) -> bytes:
    """The form as a PDF, with this code on it."""
    return _press().form(form(language, filled=code, value="Żółkiewski"))


@cache
def _press() -> Press:
    return Press(BRAND)


def rendered(pdf: bytes, dots: int = DOTS) -> list[Image.Image]:
    """Its pages."""
    return [page.render(scale=dots / 72).to_pil().convert("L") for page in pypdfium2.PdfDocument(pdf)]


def aged(page: Image.Image, luck: Random) -> Image.Image:
    """The page laid askew on the glass, perhaps upside down, blurred, grained, badly lit and stained."""
    askew = luck.uniform(-7, 7) + luck.choice((0, 0, 0, 90, 180))
    turned = page.rotate(askew, Image.Resampling.BILINEAR, fillcolor=255, expand=True)
    blurred = turned.filter(ImageFilter.GaussianBlur(luck.uniform(0, 1)))
    grained = ImageChops.add(blurred, _grain(blurred.size, luck), offset=-128)
    dark, light = luck.uniform(0, 60), luck.uniform(190, 255)
    faded = grained.point(lambda value: int(dark + value * (light - dark) / 255))
    for _ in range(luck.randrange(4)):
        _stain(faded, luck)
    return faded


@cache
def _sand() -> Image.Image:
    return Image.effect_noise((2300, 2300), GRAIN)


def _grain(size: tuple[int, int], luck: Random) -> Image.Image:
    """A piece of the sand, fine or coarse: making it anew for each page takes longer than reading the page."""
    x, y, share = (luck.randrange(2300 - size[0]), luck.randrange(2300 - size[1]), luck.uniform(0, 1))
    piece = _sand().crop((x, y, x + size[0], y + size[1]))
    return piece.point(lambda value: round(128 + (value - 128) * share))


def _stain(page: Image.Image, luck: Random) -> None:
    """Coffee: what lies under it is darker and can still be seen."""
    spot = Image.new("L", page.size, 255)
    x, y, wide = luck.uniform(0, page.width), luck.uniform(0, page.height), luck.uniform(20, 220)
    ImageDraw.Draw(spot).ellipse((x, y, x + wide, y + wide * luck.uniform(0.5, 1)), fill=luck.randrange(150, 230))
    page.paste(ImageChops.multiply(page, spot))


def photographed(page: Image.Image, luck: Random) -> bytes:
    """As a JPEG of the quality that telephones and scanners choose."""
    out = BytesIO()
    page.save(out, "JPEG", quality=luck.randrange(35, 90))
    return out.getvalue()


def bound(*pages: Image.Image) -> bytes:
    """As one PDF, as scanners bind what lies in their feed."""
    out = BytesIO()
    first, *others = pages
    first.save(out, "PDF", save_all=True, append_images=others, resolution=DOTS, quality=60)
    return out.getvalue()
