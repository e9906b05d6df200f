"""QR codes on a page, as texts that nobody has believed yet: capital letters and digits are all that our codes hold."""

import zxingcpp
from PIL import Image

LONGEST_SIDE = 3508
"""Pixels of A4's long side at 300 dots an inch; more shows a code no better."""
ENLARGED = (2, 3)
"""At 150 dots an inch a dot of the code has two and a half; blurred and grained it is told apart once it is larger."""
LONGEST = 4000
"""No QR code holds more in capital letters and digits at the correction that ours has."""
MOST = 10
"""So many are told of a file; it is enough to know that there are several."""
QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


def on(page: Image.Image, *, closely: bool) -> set[str]:
    """What the codes on this page say; where there are none at first sight, it is enlarged and looked at `closely`."""
    grey = page.convert("L")
    grey.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    if found := _read(grey):
        return found
    for times in ENLARGED if closely and max(grey.size) < LONGEST_SIDE else ():
        if found := _read(grey.resize((grey.width * times, grey.height * times), Image.Resampling.BICUBIC)):
            return found
    return set()


def _read(grey: Image.Image) -> set[str]:
    texts = (one.text for one in zxingcpp.read_barcodes(grey, formats=QR))
    return {text for text in texts if text.isascii() and text.isalnum() and len(text) <= LONGEST}
