"""One line an event on standard error, JSON by default; names outside an allow-list are dropped before it is written.

What libraries log comes through the same door: their texts may hold values of somebody's, so the web server's own
words alone are kept whole; of others what is the same each time, and of an error its kind and where it happened.
"""

import logging
import sys
from typing import Literal

import structlog
from structlog.types import EventDict, Processor, WrappedLogger

from provisioner.worker.place import places

ALLOWED = frozenset(
    {
        "event", "level", "timestamp", "logger", "task", "subject", "kind", "attempt", "failures", "problem", "reason",
        "code", "error", "component", "woken", "route", "method", "status", "ms", "at", "directive",
        "blocked", "journal", "request", "case", "staff", "action", "rows", "accounts", "differing", "stopped",
        "messages", "ours", "cases",
    }
)  # fmt: skip
SAID_WHOLE = "gunicorn"
"""The server's own words are about processes and addresses of ours."""


def only_allowed(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:  # noqa: ARG001
    """Drop every value whose name is not on the list, so that no person's data gets into a log by accident."""
    return {name: value for name, value in event.items() if name in ALLOWED}


def _named(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:  # noqa: ARG001
    """Tell which module wrote the line."""
    event["logger"] = event.pop("qual_module")
    return event


def shared(form: Literal["json", "text"]) -> list[Processor]:
    """What makes of an event its line, whoever wrote it."""
    line: Processor = structlog.processors.JSONRenderer(ensure_ascii=False)
    if form == "text":
        line = structlog.dev.ConsoleRenderer(colors=False)
    return [structlog.processors.TimeStamper(fmt="iso", utc=True), only_allowed, line]


def set_up_logs(form: Literal["json", "text"] = "json") -> None:
    """Make structlog, and with it every library's own log, write such lines in UTC."""
    module = structlog.processors.CallsiteParameter.QUAL_MODULE
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.CallsiteParameterAdder([module]),
            _named,
            *shared(form),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OfLibraries(form))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.captureWarnings(True)


class OfLibraries(logging.Formatter):
    """A library's line in our form: no traceback, and none of the values it was given."""

    def __init__(self, form: Literal["json", "text"]) -> None:
        super().__init__()
        self._shared = shared(form)

    def format(self, record: logging.LogRecord) -> str:
        """One line, whatever the library wrote."""
        event: EventDict = {"event": _said(record), "level": record.levelname.lower(), "logger": record.name}
        if record.exc_info and (error := record.exc_info[1]):
            event.update(error=type(error).__name__, at=places(error))
        line: object = structlog.contextvars.merge_contextvars(None, "", event)
        for step in self._shared:
            line = step(None, record.levelname.lower(), line)  # type: ignore[arg-type]
        return str(line)


def _said(record: logging.LogRecord) -> str:
    """The text without what was filled in; one that was put together before it came here may hold anything."""
    if record.name.partition(".")[0] == SAID_WHOLE:
        return record.getMessage().partition("\n")[0]
    return str(record.msg).partition("\n")[0] if record.args or record.exc_info else "in its own words"
