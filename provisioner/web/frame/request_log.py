"""One log line a request: route template, status and time; never the address, the form or a name.

Every line written while a request is served carries the request's random id and, where there is one, the case's. The
answer has it as `X-Request-Id`; a proxy that we trust may have given it, so that its log and ours tell of the same.
"""

import re
import secrets
import time

import structlog
from flask import Flask, Response, g, request

from provisioner.web.desk import desk

log = structlog.get_logger()
HEADER = "X-Request-Id"
GIVEN = re.compile(r"[0-9a-f]{16,32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""What a proxy may give: random digits, and so nothing that could be somebody's data."""
OF_CASE = ("application_id", "case_id", "change_id", "request_id")
"""What addresses call a case, by what it asks for."""
SILENT = ("static", "probes.live", "probes.ready")


def install(app: Flask) -> None:
    """Log every request but those for static files and probes."""
    app.before_request(_start)
    app.after_request(_finish)


def _start() -> None:
    g.started = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    g.request_id = _given() or secrets.token_hex(8)
    structlog.contextvars.bind_contextvars(request=g.request_id)
    told = request.view_args or {}
    if case := next((told[name] for name in OF_CASE if name in told), None):
        structlog.contextvars.bind_contextvars(case=str(case))


def _given() -> str:
    given = request.headers.get(HEADER, "") if desk().settings.proxies else ""
    return given if GIVEN.fullmatch(given) else ""


def _finish(response: Response) -> Response:
    if "request_id" in g:
        response.headers[HEADER] = g.request_id
    if request.endpoint not in SILENT:
        milliseconds = round((time.perf_counter() - g.started) * 1000) if "started" in g else None
        route = str(request.url_rule) if request.url_rule else None
        log.info("request:done", route=route, method=request.method, status=response.status_code, ms=milliseconds)
    return response
