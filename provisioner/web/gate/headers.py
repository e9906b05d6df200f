"""Headers of every answer, errors included (ASVS 3.4), and files that may be kept by the browser."""

import hashlib
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, Response, request, url_for

from provisioner.settings import Settings

YEAR = 31_536_000
WEEK = 604_800


def _policy(login_origin: str) -> str:
    # The login's origin stands in form-action because browsers apply it to the redirect after the sign-out POST.
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "font-src 'self'",
            "connect-src 'self'",
            f"form-action 'self' {login_origin}",
            "base-uri 'none'",
            "object-src 'none'",
            "frame-ancestors 'none'",
            "report-uri /csp-report",
        )
    )


def _fixed(settings: Settings) -> dict[str, str]:
    keycloak = urlsplit(settings.keycloak_url)
    return {
        "Content-Security-Policy": _policy(f"{keycloak.scheme}://{keycloak.netloc}"),
        "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    }


def install(app: Flask, settings: Settings) -> None:
    """Send the headers with every answer and give static files an address that changes with their content."""
    fixed = _fixed(settings)
    prints = _fingerprints(Path(app.static_folder or ""))

    def versioned(name: str) -> str:
        return url_for("static", filename=name, v=prints[name])

    def add(response: Response) -> Response:
        response.headers.update(fixed)
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
