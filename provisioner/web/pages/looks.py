"""Notes who looked at a case once the page is out, so that nobody waits for it and no page fails by it."""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import structlog
from flask import Flask, Response, after_this_request, current_app
from sqlalchemy.exc import SQLAlchemyError

from provisioner.cases.viewing import EVERY, all_viewed
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

    def note(self, parts: Desk, case_ids: Iterable[UUID], by: UUID, at: datetime, *, decides: bool) -> None:
        """Write down those that were not within the hour; what cannot be written now is told in the log instead."""
        with self._lock:
            known = {one: self._noted.get((by, one, decides)) for one in case_ids}
        new = [one for one, last in known.items() if last is None or at - last >= EVERY]
        if not new:
            return
        try:
            with parts.database.transaction(PATIENCE_SECONDS) as session:
                all_viewed(session, new, by=by, at=at, decides=decides)
        except (SQLAlchemyError, WrongKey) as error:
            why = told(error) or {"reason": "key_exchanged"}
            for one in new:
                log.warning("case:look-not-noted", case=str(one), staff=str(by), **why)
            return
        with self._lock:
            self._noted.update({(by, one, decides): at for one in new})
            while len(self._noted) > KEPT:
                self._noted.popitem(last=False)


def install(app: Flask) -> None:
    """Give a desk its own memory of looks."""
    app.extensions[KEY] = Looks()


def note_when_sent(case_id: UUID, by: UUID) -> None:
    """Note a look at this case when the answer to this request has been sent."""
    note_all_when_sent([case_id], by)


def note_all_when_sent(case_ids: Sequence[UUID], by: UUID) -> None:
    """The same where one page shows the data of several cases."""
    looks: Looks = current_app.extensions[KEY]
    parts = desk()
    at, decides = parts.clock(), myself().may(Action.APPROVE)

    def later(response: Response) -> Response:
        response.call_on_close(lambda: looks.note(parts, case_ids, by, at, decides=decides))
        return response

    after_this_request(later)
