"""One page as we show it: upright, without what the file says about itself, no larger than a screen needs."""

from io import BytesIO

from PIL import Image

from provisioner.scans.walled.answer import Drawn

LONGEST = 1754
"""Pixels of A4's long side at 150 dots an inch."""
THUMBNAIL = 160
QUALITY = 70


def drawn(image: Image.Image) -> Drawn:
    """The page as a picture and a small one of it."""
    shown = image.convert("RGB")
    shown.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    small = shown.copy()
    small.thumbnail((THUMBNAIL, THUMBNAIL), Image.Resampling.LANCZOS)
    return Drawn(shown.width, shown.height, _webp(shown), _webp(small))


def _webp(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "WEBP", quality=QUALITY, method=2)
    return out.getvalue()
