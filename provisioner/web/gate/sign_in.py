"""Signing in and out: a new session id at login, the journal's line, and Keycloak's own session ended too."""

import structlog
from flask import Blueprint, current_app, render_template, request, url_for
from flask import redirect as to
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from provisioner import staff
from provisioner.database.trouble import trouble
from provisioner.staff.tables import StaffSession
from provisioner.web.desk import desk
from provisioner.web.gate.access import me
from provisioner.web.gate.keycloak_awake import Found, keycloak_awake
from provisioner.web.gate.local_address import local_address
from provisioner.web.gate.public import public
from provisioner.web.gate.realm_client import Identity
from provisioner.web.gate.recheck import recheck
from provisioner.web.gate.sessions import desk_session
from provisioner.web.gate.staff_login import AGAIN, staff_login
from provisioner.web.gate.staff_realm import KeycloakSilent, SecondFactorMissing, SignInRefused
from provisioner.web.gate.tickets import Ticket
from provisioner.web.gate.tokens import token_of
from provisioner.web.words.language import language

blueprint = Blueprint("sign_in", __name__)
log = structlog.get_logger()
NOT_NOW = {
    Found.SILENT: ("Keycloak does not answer", "sign_in/keycloak_silent.html"),
    Found.WITHOUT_LEVEL: ("the staff realm knows no second factor: run realm apply", "sign_in/realm_not_ready.html"),
}
"""Why nobody can be sent to Keycloak: for the log, and the page that says so."""


@blueprint.get("/auth/sign-in")
@public
def start() -> Response:
    """Send the browser to Keycloak; nothing is written for somebody who is nobody yet."""
    return _to_keycloak(local_address(request.args.get("next", "")))


@blueprint.get("/auth/callback")
@public
def callback() -> Response | tuple[str, int]:
    """Take back whoever Keycloak sends, to the page that this very tab asked for."""
    login, state = staff_login(), request.args.get("state", "")
    ticket = login.tickets.find(state, request)
    if ticket is None:
        return _fits_nothing(state)
    answer = current_app.make_response(_taken_back(ticket))
    login.tickets.use(state, answer)
    return answer


def _to_keycloak(wanted: str, *, again: bool = False) -> Response:
    if (found := keycloak_awake()) is not Found.READY:
        return _not_now(found, wanted)
    address, ticket = staff_login().begin(language(), wanted, again=again)
    answer = to(address)
    staff_login().tickets.keep(ticket, request, answer)
    return answer


def _not_now(found: Found, wanted: str) -> Response:
    """Nobody can be sent to Keycloak; without the level it would only show that a parameter is wrong."""
    reason, page = NOT_NOW[found]
    log.warning("staff:sign-in-waits", reason=reason)
    return current_app.make_response((render_template(page, wanted=wanted), 503))


def _fits_nothing(state: str) -> Response | tuple[str, int]:
    """An answer to nothing this browser has begun: Back, a bookmarked login page, a tab left open overnight."""
    if me() is not None:
        return to("/", 303)
    if not state.startswith(AGAIN):
        return _to_keycloak("/", again=True)
    log.warning("staff:sign-in-refused", reason="the browser keeps no cookies")
    return render_template("sign_in/refused.html"), 400


def _taken_back(ticket: Ticket) -> Response | tuple[str, int]:
    try:
        identity = staff_login().complete(ticket)
    except KeycloakSilent:
        return _not_now(Found.SILENT, ticket.wanted)
    except SecondFactorMissing as error:
        log.warning("staff:sign-in-refused", reason=str(error))
        return render_template("sign_in/no_second_factor.html"), 403
    except SignInRefused as error:
        log.warning("staff:sign-in-refused", reason=str(error))
        return render_template("sign_in/refused.html"), 400
    if not identity.roles:
        log.warning("staff:sign-in-refused", reason="no role of the desk")
        _remember_only(identity)
        return render_template("sign_in/no_role.html", name=identity.name), 403
    _admit(identity)
    return to(ticket.wanted, 303)


def _admit(identity: Identity) -> None:
    parts = desk()
    with parts.database.transaction() as db:
        member = staff.signed_in(
            db, issuer=identity.issuer, subject=identity.subject, name=identity.name, at=parts.clock(),
            roles=identity.roles,
        )  # fmt: skip
    _remember_only(identity)
    # A form left open is still good for the person who opened it, in whatever session, and for nobody else.
    session = desk_session()
    session["csrf_token"] = token_of(member.id)
    session["staff"] = {"id": str(member.id), "name": identity.name}
    recheck().vouch(session, identity.roles, identity.refresh_token)


def _remember_only(identity: Identity) -> None:
    session = desk_session()
    session.end()
    session.update(id_token=identity.id_token, sid=identity.sid, subject=identity.subject)


@blueprint.post("/auth/sign-out")
@public
def sign_out() -> Response:
    """End our session, then Keycloak's; also for somebody known to Keycloak who has no role here."""
    session = desk_session()
    if me() is not None:
        _end(session.id_hash)
        # Also where the browser never follows to Keycloak's own farewell.
        recheck().revoke(session)
    answer = to(staff_login().farewell(session.get("id_token"), language()), 303)
    session.end()
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def _end(id_hash: str) -> None:
    parts = desk()
    try:
        with parts.database.transaction() as db:
            staff.end_sessions(db, StaffSession.id_hash == id_hash, at=parts.clock())
    except OperationalError as silent:
        # Leaving must always work; the journal's line is lost, the log keeps one.
        log.warning("staff:signed-out", journal="not written", reason=trouble(silent))


@blueprint.get("/auth/signed-out")
@public
def signed_out() -> Response:
    """Where Keycloak sends people after signing out."""
    answer = current_app.make_response(render_template("sign_in/signed_out.html", again=url_for("sign_in.start")))
    if not _may_be_cleared():
        return answer
    # Cookies of one machine are shared by all its ports: on plain http here this would sign people out elsewhere.
    cookies = ', "cookies"' if desk().settings.https else ""
    answer.headers["Clear-Site-Data"] = f'"cache", "storage"{cookies}'
    return answer


def _may_be_cleared() -> bool:
    """Whether somebody looks at this very page, signed in nowhere here.

    A foreign page that embeds or prefetches it carries no cookie of ours but would sign staff out; one that navigates
    here carries the cookie (SameSite=Lax). Coming back from Keycloak is cross-site too, so the site alone says nothing.
    """
    headers = request.headers
    looked_at = headers.get("Sec-Fetch-Dest") == "document" and headers.get("Sec-Fetch-Mode") == "navigate"
    return looked_at and "Sec-Purpose" not in headers and me() is None
