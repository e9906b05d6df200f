"""PDF: nothing that runs, hides or carries something, and each page as a picture."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
from PIL import Image

from provisioner.scans.walled.answer import No
from provisioner.scans.walled.drawing import LONGEST

ACTIVE = frozenset(
    {
        "/JS", "/JavaScript", "/AA", "/Launch", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent", "/Movie",
        "/Sound",
    }
)  # fmt: skip
"""Entries that stand in no scan: scripts, actions on opening, other files, forms that are programs."""
ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/GoToR", "/Rendition", "/RichMediaExecute"}
    | {"/Movie", "/Sound", "/GoTo3DView"}
)
PLAYED = frozenset({"/Movie", "/Sound", "/Screen", "/RichMedia", "/3D", "/FileAttachment"})
"""Annotations that play or hold something."""
DEEPEST = 60


def images(content: bytes, pages: int) -> Iterator[Image.Image]:
    """Each page. Raises No."""
    try:
        with pikepdf.open(BytesIO(content), suppress_warnings=True) as pdf:
            _check(pdf, pages)
    except pikepdf.PasswordError:
        raise No("encrypted") from None
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError):
        raise No("damaged") from None
    try:
        yield from _pages(content)
    except (pypdfium2.PdfiumError, ValueError, ZeroDivisionError):
        raise No("damaged") from None


def _check(pdf: pikepdf.Pdf, pages: int) -> None:
    if pdf.is_encrypted:
        raise No("encrypted")
    if not len(pdf.pages):
        raise No("damaged")
    if len(pdf.pages) > pages:
        raise No("too_many_pages")
    opening = pdf.Root.get("/OpenAction")
    # A place to open at, as scanners write it, is a list or says so.
    if isinstance(opening, pikepdf.Dictionary) and (opening.get("/S") != "/GoTo" or "/Next" in opening):
        raise No("active")
    for one in pdf.objects:
        _look(one, 0)


def _look(one: Any, depth: int) -> None:
    if depth > DEEPEST:
        raise No("damaged")
    if isinstance(one, pikepdf.Array):
        for part in one:
            _go_on(part, depth)
    elif isinstance(one, (pikepdf.Dictionary, pikepdf.Stream)):
        keys = set(one.keys())
        if keys & ACTIVE or ("/S" in keys and str(one["/S"]) in ACTIONS) or _is_played(one):
            raise No("active")
        for key in keys:
            _go_on(one[key], depth)


def _is_played(one: Any) -> bool:
    # An image may have the same words under another heading.
    return "/Rect" in one and str(one.get("/Subtype")) in PLAYED


def _go_on(part: Any, depth: int) -> None:
    # What has a number of its own is met in the list of objects.
    if isinstance(part, pikepdf.Object) and not part.is_indirect:
        _look(part, depth + 1)


def _pages(content: bytes) -> Iterator[Image.Image]:
    document = pypdfium2.PdfDocument(content)
    for one in document:
        width, height = one.get_size()
        image: Image.Image = one.render(scale=LONGEST / max(width, height)).to_pil()
        yield image
