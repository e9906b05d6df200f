"""The page behind "it wasn't me" in every account mail, for whoever reads the mailbox. Opening it changes nothing."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

import structlog
from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from provisioner.accounts import not_me
from provisioner.accounts.not_me.links import PATH, TOKEN
from provisioner.web.desk import desk
from provisioner.web.gate.public import public
from provisioner.web.words.language import language

blueprint = Blueprint("not_me", __name__)
log = structlog.get_logger()
OTHERS = {"pl": ("en", "English"), "en": ("pl", "Polski")}
A_MINUTE, SO_MANY, CALLERS = 60.0, 60, 10_000


@dataclass
class Pace:
    """How often each caller came within the last minute, in this process's memory; too many callers are forgotten."""

    clock: Callable[[], float] = monotonic
    came: dict[str, deque[float]] = field(default_factory=dict)

    def too_fast(self, caller: str) -> bool:
        """Whether this call of the caller's is one too many."""
        now = self.clock()
        if len(self.came) > CALLERS:
            self.came.clear()
        times = self.came.setdefault(caller, deque(maxlen=SO_MANY))
        if len(times) == SO_MANY and now - times[0] < A_MINUTE:
            return True
        times.append(now)
        return False


PACE = "not_me pace"


@blueprint.record_once
def _begin(state: object) -> None:
    state.app.extensions[PACE] = Pace()  # type: ignore[attr-defined]


@blueprint.before_request
def _slow_down() -> None:
    if current_app.extensions[PACE].too_fast(request.remote_addr or ""):
        abort(429)


@blueprint.get(PATH)
@public
def ask() -> tuple[str, int]:
    """What the link can do, and the button for it; the same page for every link that can do nothing."""
    token = request.args.get(TOKEN, "")
    with desk().database.reading() as db:
        found = not_me.offer(db, token, at=desk().clock())
    if found is None:
        return _gone()
    return _page("ask", token=token, blocks=found.blocks), 200


@blueprint.post(PATH)
@public
def send() -> Response | tuple[str, int]:
    """Use the link. What authorises is the token in the form: there is no cookie that another page could abuse."""
    parts = desk()
    with parts.database.transaction() as db:
        done = _report(db)
    if not done:
        return _gone()
    log.info("not me reported")
    return redirect(url_for("not_me.told", lang=language()), 303)


def _report(db: Session) -> bool:
    return not_me.report(db, request.form.get(TOKEN, ""), at=desk().clock())


@blueprint.get(f"{PATH}/told")
@public
def told() -> str:
    """What happens next; it tells nothing about any account."""
    return _page("told")


def _gone() -> tuple[str, int]:
    return _page("gone"), 404


def _page(name: str, *, token: str = "", blocks: bool = False) -> str:
    code, spoken = OTHERS[language()]
    view = "not_me.told" if name == "told" else "not_me.ask"
    other = url_for(view, t=token or None, lang=code)
    return render_template(f"not_me/{name}.html", token=token, blocks=blocks, other=other, code=code, spoken=spoken)
