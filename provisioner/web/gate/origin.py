"""Requests that change something must come from our own pages and say everything once (ASVS 3.5.1, 15.3.5)."""

from urllib.parse import urlsplit

from flask import Flask, abort, request

SAFE = ("GET", "HEAD", "OPTIONS")


def install(app: Flask, address: str, *, nameless: bool = False) -> None:
    """Refuse ambiguous requests and those of pages that are not at this address, before anything else looks at them.

    `nameless`: pages that tell no referrer send `Origin: null` with their own forms, too; a face that knows no session
    loses nothing by taking it.
    """
    parts = urlsplit(address)
    ours = {f"{parts.scheme}://{parts.netloc}"} | ({"null"} if nameless else set())

    def check() -> None:
        repeated = any(len(values) > 1 for bag in (request.args, request.form) for values in bag.listvalues())
        if repeated:
            abort(400)
        if request.method in SAFE:
            return
        site = request.headers.get("Sec-Fetch-Site")
        origin = request.headers.get("Origin")
        foreign = site not in ("same-origin", "none") if site else bool(origin) and origin not in ours
        if foreign:
            abort(400)

    app.before_request(check)
