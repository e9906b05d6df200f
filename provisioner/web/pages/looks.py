"""Notes who looked at a case once the page is out, so that nobody waits for it and no page fails by it."""

import threading
from collections import OrderedDict
from datetime import datetime
from uuid import UUID

import structlog
from flask import Flask, Response, after_this_request, current_app
from sqlalchemy.exc import SQLAlchemyError

from provisioner.cases.viewing import EVERY, viewed
from provisioner.database.trouble import told
from provisioner.journal import WrongKey
from provisioner.staff.roles import Action
from provisioner.web.desk import Desk, desk
from provisioner.web.gate.access import myself

log = structlog.get_logger()
KEY = "looks"
KEPT = 10_000
PATIENCE_SECONDS = 1.0


class Looks:
    """Which looks this process has noted lately; the database is asked only about others."""

    def __init__(self) -> None:
        self._noted: OrderedDict[tuple[UUID, UUID, bool], datetime] = OrderedDict()
        self._lock = threading.Lock()

    def note(self, parts: Desk, case_id: UUID, by: UUID, at: datetime, *, decides: bool) -> None:
        """Write it down unless that was done within the hour; what cannot be written now is told in the log instead."""
        with self._lock:
            last = self._noted.get((by, case_id, decides))
        if last is not None and at - last < EVERY:
            return
        try:
            with parts.database.transaction(PATIENCE_SECONDS) as session:
                viewed(session, case_id, by=by, at=at, decides=decides)
        except (SQLAlchemyError, WrongKey) as error:
            why = told(error) or {"reason": "key_exchanged"}
            log.warning("case:look-not-noted", case=str(case_id), staff=str(by), **why)
            return
        with self._lock:
            self._noted[(by, case_id, decides)] = at
            while len(self._noted) > KEPT:
                self._noted.popitem(last=False)


def install(app: Flask) -> None:
    """Give a desk its own memory of looks."""
    app.extensions[KEY] = Looks()


def note_when_sent(case_id: UUID, by: UUID) -> None:
    """Note a look at this case when the answer to this request has been sent."""
    looks: Looks = current_app.extensions[KEY]
    parts = desk()
    at, decides = parts.clock(), myself().may(Action.APPROVE)

    def later(response: Response) -> Response:
        response.call_on_close(lambda: looks.note(parts, case_id, by, at, decides=decides))
        return response

    after_this_request(later)
