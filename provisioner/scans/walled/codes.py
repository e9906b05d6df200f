"""QR codes on a page, as texts that nobody has believed yet: capital letters and digits are all that our codes hold."""

import zxingcpp
from PIL import Image, ImageFilter

LONGEST_SIDE = 3508
"""Pixels of A4's long side at 300 dots an inch; more shows a code no better."""
CLOSER = ((2, 0), (3, 0), (2, 1))
"""So many times enlarged, and by so much smoothed: at 150 dots an inch a dot of the code has two and a half."""
LONGEST = 4000
"""No QR code holds more in capital letters and digits at the correction that ours has."""
MOST = 10
"""So many are told of a file; it is enough to know that there are several."""
QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


def on(page: Image.Image, *, closely: bool) -> set[str]:
    """What the codes on this page say; where none is found at first sight, it is looked at `closely`."""
    grey = page.convert("L")
    grey.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    if found := _read(grey):
        return found
    for times, smoothed in CLOSER if closely and max(grey.size) < LONGEST_SIDE else ():
        larger = grey.resize((grey.width * times, grey.height * times), Image.Resampling.BICUBIC)
        if found := _read(larger.filter(ImageFilter.GaussianBlur(smoothed)) if smoothed else larger):
            return found
    return set()


def _read(grey: Image.Image) -> set[str]:
    texts = (one.text for one in zxingcpp.read_barcodes(grey, formats=QR))
    return {text for text in texts if text.isascii() and text.isalnum() and len(text) <= LONGEST}
