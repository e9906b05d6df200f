"""JPEG, PNG and TIFF, the last with several pages."""

import warnings
from collections.abc import Iterator
from io import BytesIO

from PIL import Image, ImageOps, ImageSequence

from provisioner.scans.walled.answer import No

PIXELS = 50_000_000
"""A3 at 400 dots an inch has 31 million."""
FILL = bytes(64)
"""What draws a JPEG reads on behind its last dot: where the mark of the end is left out, there must be something."""


def images(content: bytes, kind: str, pages: int) -> Iterator[Image.Image]:
    """Each page. Raises No."""
    Image.MAX_IMAGE_PIXELS = PIXELS
    # Up to twice that Pillow would only warn.
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(BytesIO(_filled(content, kind)), formats=[kind.upper()]) as image:
            if kind == "tiff" and getattr(image, "n_frames", 1) > pages:
                raise No("too_many_pages")
            for number, frame in enumerate(ImageSequence.Iterator(image)):
                if kind != "tiff" and number:
                    break  # A camera's small picture beside the large one, or an animation.
                if frame.width * frame.height > PIXELS:
                    raise No("too_many_pixels")
                yield ImageOps.exif_transpose(frame)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise No("too_many_pixels") from None
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError):
        raise No("damaged") from None


def _filled(content: bytes, kind: str) -> bytes:
    """One without its end can be drawn then, unless dots are missing, too."""
    return content.rstrip(b"\xff") + FILL if kind == "jpeg" else content
