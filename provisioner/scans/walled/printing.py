"""Pages as they are shown, made into JPEG: a PDF takes that as it is, while the rest grows in it."""

from collections.abc import Iterator, Sequence
from io import BytesIO

from PIL import Image

from provisioner.scans.walled.answer import No

QUALITY = 80


def printable(pictures: bytes, lengths: Sequence[int]) -> Iterator[bytes]:
    """Each of the pictures, which follow one another in these lengths. Raises No."""
    start = 0
    for length in lengths:
        try:
            with Image.open(BytesIO(pictures[start : start + length]), formats=["WEBP"]) as image:
                out = BytesIO()
                image.convert("RGB").save(out, "JPEG", quality=QUALITY)
        except (OSError, SyntaxError, ValueError):
            raise No("damaged") from None
        yield out.getvalue()
        start += length
