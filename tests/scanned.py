"""Papers as a scanner or a camera gives them, and files that only pretend to be one."""

from io import BytesIO

import pikepdf
from PIL import Image, ImageDraw

from provisioner.scans.reading import ReadScan
from provisioner.scans.rules import FileKind
from provisioner.scans.walled.answer import Drawn

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""What every virus scanner calls a virus; it harms nobody."""


def page(text: str = "Wniosek", *, size: tuple[int, int] = (827, 1169)) -> Image.Image:
    """A page of A4 at 100 dots an inch, with a line of text at its top."""
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).text((80, 60), text, fill="black", font_size=48)
    return image


def picture(kind: str = "JPEG", text: str = "Wniosek", **how: object) -> bytes:
    """A page as a picture of this kind."""
    out = BytesIO()
    page(text).save(out, kind, **how)
    return out.getvalue()


def pages(kind: str = "PDF", count: int = 2, text: str = "Strona") -> bytes:
    """Several pages in one file."""
    first, *others = [page(f"{text} {number}") for number in range(1, count + 1)]
    out = BytesIO()
    how = {"compression": "tiff_deflate"} if kind == "TIFF" else {}
    first.save(out, kind, save_all=True, append_images=others, **how)
    return out.getvalue()


def pdf_with(**root: object) -> bytes:
    """A PDF of one page with these entries in its root."""
    with pikepdf.open(BytesIO(pages(count=1))) as pdf:
        for name, value in root.items():
            pdf.Root[f"/{name}"] = value
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()


def script() -> pikepdf.Dictionary:
    """An action that runs a script."""
    return pikepdf.Dictionary(S=pikepdf.Name("/JavaScript"), JS=pikepdf.String("app.alert(1)"))


def with_attachment() -> bytes:
    """A PDF that carries another file."""
    with pikepdf.open(BytesIO(pages(count=1))) as pdf:
        pdf.attachments["umowa.exe"] = b"MZ" * 20
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()


def encrypted(*, reading: str) -> bytes:
    """A PDF under a password: to read it, or, with an empty one, only to change it."""
    with pikepdf.open(BytesIO(pages(count=1))) as pdf:
        out = BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(owner="tajne", user=reading))
    return out.getvalue()


def bomb() -> bytes:
    """A small PNG of very many dots."""
    out = BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    return out.getvalue()


def drawn(*texts: str) -> ReadScan:
    """A scan that was read already, as the doors take it: a page for each text."""
    shown = [picture("WEBP", text) for text in texts]
    kind = FileKind.PNG if len(shown) == 1 else FileKind.PDF
    return ReadScan(kind, picture("PNG", texts[0]), [Drawn(827, 1169, one, one) for one in shown])
