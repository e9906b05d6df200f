"""A printed sheet as the answer to a request."""

from flask import Response


def sheet(made: bytes, name: str, *, attached: bool = False) -> Response:
    """A PDF to open, or to save; its name holds nothing but letters that every system takes."""
    plain = "".join(one if one.isascii() and (one.isalnum() or one in "-.") else "-" for one in name)
    way = "attachment" if attached else "inline"
    return Response(made, mimetype="application/pdf", headers={"Content-Disposition": f'{way}; filename="{plain}.pdf"'})
