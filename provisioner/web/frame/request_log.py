"""One log line a request: route template, status and time; never the address, the form or a name.

Every line written while a request is served carries the request's random id and, where there is one, the case's.
"""

import secrets
import time

import structlog
from flask import Flask, Response, g, request

log = structlog.get_logger()
SILENT = ("static", "probes.live", "probes.ready")


def install(app: Flask) -> None:
    """Log every request but those for static files and probes."""
    app.before_request(_start)
    app.after_request(_finish)


def _start() -> None:
    g.started = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request=secrets.token_hex(8))
    case = (request.view_args or {}).get("application_id")
    if case:
        structlog.contextvars.bind_contextvars(case=str(case))


def _finish(response: Response) -> Response:
    if request.endpoint not in SILENT:
        milliseconds = round((time.perf_counter() - g.started) * 1000) if "started" in g else None
        route = str(request.url_rule) if request.url_rule else None
        log.info("request:done", route=route, method=request.method, status=response.status_code, ms=milliseconds)
    return response
