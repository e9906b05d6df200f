"""Requests that change something must come from our own pages and say everything once (ASVS 3.5.1, 15.3.5)."""

from urllib.parse import urlsplit

from flask import Flask, abort, request
from werkzeug.datastructures import MultiDict

from provisioner.web.gate.room import longest

SAFE = ("GET", "HEAD", "OPTIONS")


def refuse_repeated(sent: MultiDict[str, str]) -> None:
    """End with 400 where one name is said twice: two readers could take different values for it."""
    if any(len(values) > 1 for values in sent.listvalues()):
        abort(400)


def install(app: Flask, address: str, *, nameless: bool = False) -> None:
    """Refuse ambiguous requests and those of pages that are not at this address, before anything else looks at them.

    `nameless`: pages that tell no referrer send `Origin: null` with their own forms, too; a face that knows no session
    loses nothing by taking it.
    """
    parts = urlsplit(address)
    ours = {f"{parts.scheme}://{parts.netloc}"} | ({"null"} if nameless else set())

    def check() -> None:
        refuse_repeated(request.args)
        # A form with files is read once it is known who sends it.
        if not longest():
            refuse_repeated(request.form)
        if request.method in SAFE:
            return
        site = request.headers.get("Sec-Fetch-Site")
        origin = request.headers.get("Origin")
        foreign = site not in ("same-origin", "none") if site else bool(origin) and origin not in ours
        if foreign:
            abort(400)

    app.before_request(check)
