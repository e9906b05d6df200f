"""Signing in and out: a new session id at login, the journal's line, and Keycloak's own session ended too."""

import structlog
from flask import Blueprint, current_app, render_template, request, session, url_for
from flask import redirect as to
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from provisioner import staff
from provisioner.web.frame.desk import desk
from provisioner.web.gate.access import Me, me
from provisioner.web.gate.local_address import local_address
from provisioner.web.gate.public import public
from provisioner.web.gate.sessions import ENDED
from provisioner.web.gate.staff_login import Identity, KeycloakSilent, SignInRefused, staff_login
from provisioner.web.words.language import language

blueprint = Blueprint("sign_in", __name__)
log = structlog.get_logger()
KEPT = ("language",)


@blueprint.get("/auth/sign-in")
@public
def start() -> Response:
    """Send the browser to Keycloak."""
    session["next"] = local_address(request.args.get("next", ""))
    return staff_login().begin(language())


@blueprint.get("/auth/callback")
@public
def callback() -> Response | tuple[str, int]:
    """Take back whoever Keycloak sends."""
    try:
        identity = staff_login().complete()
    except KeycloakSilent:
        log.warning("staff:sign-in-waits", reason="Keycloak does not answer")
        return render_template("sign_in/keycloak_silent.html"), 503
    except SignInRefused as error:
        log.warning("staff:sign-in-refused", reason=str(error))
        return render_template("sign_in/refused.html"), 400
    if not identity.roles:
        log.warning("staff:sign-in-refused", reason="no role of the desk")
        _remember_only(identity)
        return render_template("sign_in/no_role.html", name=identity.name), 403
    return to(_admit(identity), 303)


def _admit(identity: Identity) -> str:
    parts = desk()
    with parts.database.transaction() as db:
        member = staff.signed_in(
            db, issuer=identity.issuer, subject=identity.subject, name=identity.name, at=parts.clock()
        )
    wanted = local_address(session.get("next", ""))
    # A form left open over a timeout is still good for the person who opened it, and for nobody else.
    token = session.get("csrf_token") if session.get(ENDED) == str(member.id) else None
    _remember_only(identity)
    if token:
        session["csrf_token"] = token
    session["staff"] = {"id": str(member.id), "name": identity.name, "roles": list(identity.roles)}
    return wanted


def _remember_only(identity: Identity) -> None:
    kept = {name: session[name] for name in KEPT if name in session}
    session.end()  # type: ignore[attr-defined]
    session.update(kept, id_token=identity.id_token, sid=identity.sid)


@blueprint.post("/auth/sign-out")
@public
def sign_out() -> Response:
    """End our session, then Keycloak's; also for somebody known to Keycloak who has no role here."""
    person = me()
    if person is not None:
        _note_leaving(person)
    answer = to(staff_login().farewell(session.get("id_token"), language()), 303)
    session.end()  # type: ignore[attr-defined]
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def _note_leaving(person: Me) -> None:
    parts = desk()
    try:
        with parts.database.transaction() as db:
            staff.signed_out(db, person.id, at=parts.clock())
    except OperationalError:
        # Leaving must always work; the journal's line is lost, the log keeps one.
        log.warning("staff:signed-out", journal="not written")


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
