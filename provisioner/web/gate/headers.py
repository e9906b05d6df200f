"""Headers of every answer, errors included (ASVS 3.4), and files that may be kept by the browser."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from flask import Flask, Response, request, url_for

YEAR = 31_536_000
WEEK = 604_800


def _policy(forms_lead_to: Iterable[str]) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "font-src 'self'",
            "connect-src 'self'",
            " ".join(("form-action 'self'", *forms_lead_to)),
            "base-uri 'none'",
            "object-src 'none'",
            "frame-ancestors 'none'",
            "report-uri /csp-report",
        )
    )


def _fixed(forms_lead_to: Iterable[str], referrer: str) -> dict[str, str]:
    return {
        "Content-Security-Policy": _policy(forms_lead_to),
        "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": referrer,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    }


def install(app: Flask, forms_lead_to: Iterable[str], referrer: str) -> None:
    """Send the headers with every answer and give static files an address that changes with their content."""
    fixed = _fixed(forms_lead_to, referrer)
    prints = _fingerprints(Path(app.static_folder or ""))

    def versioned(name: str) -> str:
        return url_for("static", filename=name, v=prints[name])

    def add(response: Response) -> Response:
        for name, value in fixed.items():
            # What strangers have made is sent under a policy of its own, which is stricter.
            response.headers.setdefault(name, value)
        response.headers["Cache-Control"] = _caching(prints, response.status_code)
        return response

    app.jinja_env.globals["asset"] = versioned
    app.after_request(add)


def _caching(prints: dict[str, str], status: int) -> str:
    name = (request.view_args or {}).get("filename", "") if request.endpoint == "static" else ""
    if not name or status not in (200, 304):
        return "no-store"
    if request.args.get("v") == prints.get(name):
        return f"public, max-age={YEAR}, immutable"
    return f"public, max-age={WEEK}" if name.startswith("fonts/") else "no-cache"


def _fingerprints(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()[:12]
        for file in folder.rglob("*")
        if file.is_file()
    }
