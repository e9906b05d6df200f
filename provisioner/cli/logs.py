"""One JSON line an event on standard error; names outside an allow-list are dropped before they are written."""

import sys

import structlog
from structlog.types import EventDict, WrappedLogger

ALLOWED = frozenset(
    {
        "event", "level", "timestamp", "task", "kind", "attempt", "failures", "problem", "reason", "code", "error",
        "component", "woken", "incident", "route", "method", "status", "ms", "at", "directive",
        "blocked", "journal", "request", "case", "staff", "action",
    }
)  # fmt: skip


def only_allowed(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:  # noqa: ARG001
    """Drop every value whose name is not on the list, so that no person's data gets into a log by accident."""
    return {name: value for name, value in event.items() if name in ALLOWED}


def set_up_logs() -> None:
    """Make structlog write JSON lines in UTC."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            only_allowed,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
