"""Deny by default: every view names its action; nobody sees a view that names none (ASVS 8.1.1)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

import structlog
from flask import Flask, current_app, g, redirect, render_template, request, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response

from provisioner import staff
from provisioner.database.trouble import trouble
from provisioner.staff.roles import Action, Role, decides, permitted
from provisioner.web.desk import desk
from provisioner.web.gate.public import PUBLIC, View, marked
from provisioner.web.gate.recheck import recheck
from provisioner.web.gate.room import longest
from provisioner.web.gate.sessions import desk_session
from provisioner.web.gate.tokens import carries_token

log = structlog.get_logger()


class RoleMissing(Forbidden):
    """Somebody asks for what their role does not allow (any more); `typed` is the form they sent, if it is ours."""

    def __init__(self, typed: Mapping[str, str]) -> None:
        super().__init__()
        self.typed = typed


@dataclass(frozen=True)
class Me:
    """Whoever is signed in, with the roles the staff realm gave when it was last asked."""

    id: UUID
    name: str
    roles: tuple[Role, ...]

    def may(self, action: Action) -> bool:
        """Whether one of the roles allows the action."""
        return action in permitted(self.roles)


def needs(action: Action) -> Callable[[View], View]:
    """Mark a view with the action it carries out."""
    return marked(action)


def me() -> Me | None:
    """Who is signed in, or nobody."""
    session = desk_session()
    staff = session.get("staff")
    if not staff:
        return None
    known = set(Role)
    return Me(UUID(staff["id"]), staff["name"], tuple(Role(role) for role in session.roles if role in known))


def myself() -> Me:
    """Who is signed in, for views that nobody else reaches."""
    person: Me = g.me
    return person


def requirement(app: Flask, endpoint: str) -> Action | str | None:
    """What the view behind an endpoint asks for; None when it was never marked."""
    if endpoint == "static":
        return PUBLIC
    return getattr(app.view_functions[endpoint], "access", None)


def check_every_view(app: Flask) -> None:
    """Refuse to start while a view names no action. Raises AssertionError naming the views."""
    forgotten = [name for name in app.view_functions if requirement(app, name) is None]
    if forgotten:
        raise AssertionError(f"views without an access rule: {', '.join(forgotten)}")


def install(app: Flask) -> None:
    """Check every request before its view runs."""
    app.before_request(_check)


def _check() -> Response | tuple[str, int] | None:
    if error := desk_session().error:
        raise error
    g.me = me()
    if request.endpoint is None:
        return None
    required = requirement(current_app, request.endpoint)
    if required == PUBLIC:
        return None
    if g.me is not None and isinstance(required, Action):
        recheck().ask(desk_session(), deciding=decides(required))
        g.me = me()
    if g.me is None:
        return _to_sign_in()
    if not isinstance(required, Action) or not g.me.may(required):
        note_refusal(g.me, required)
        raise RoleMissing(request.form if request.method == "POST" and carries_token() else {})
    return None


def note_refusal(person: Me, required: Action | str | None) -> None:
    """The journal keeps what was tried; where it cannot, the refusal stands all the same."""
    parts = desk()
    try:
        with parts.database.transaction() as db:
            staff.refused(db, person.id, str(required), at=parts.clock())
    except OperationalError as silent:
        log.warning("staff:refused", action=str(required), journal="not written", reason=trouble(silent))


def _to_sign_in() -> Response | tuple[str, int]:
    if request.method == "POST" and carries_token():
        # What was typed goes back to the browser, to be sent again after signing in; nothing of it is kept here.
        return render_template("sign_in/session_ended.html", typed=request.form.items()), 401
    # Files have to be chosen again, on the page of the same address.
    wanted = request.full_path.rstrip("?") if request.method == "GET" or longest() else "/"
    if request.path == "/" and "state" in request.args:
        return redirect(url_for("sign_in.signed_out"), 303)
    return redirect(url_for("sign_in.start", next=wanted), 303)
