"""Keycloak says by itself who has been logged out; the desk ends that session at once (OIDC back-channel logout)."""

import sqlalchemy as sa
import structlog
from flask import Blueprint, request

from provisioner import staff
from provisioner.staff.tables import StaffMember, StaffSession
from provisioner.web.desk import desk
from provisioner.web.gate.logout_token import LoggedOut
from provisioner.web.gate.logout_token import logged_out as checked
from provisioner.web.gate.public import public
from provisioner.web.gate.staff_login import staff_login
from provisioner.web.gate.staff_realm import KeycloakSilent, SignInRefused

blueprint = Blueprint("back_channel", __name__)
log = structlog.get_logger()
VIEW = f"{__name__}.logged_out"


@blueprint.post("/auth/back-channel-logout")
@public
def logged_out() -> tuple[str, int]:
    """End the sessions that a signed token of the staff realm names; anything else changes nothing."""
    try:
        told = checked(staff_login().realm, request.form.get("logout_token", ""))
    except KeycloakSilent:
        return "the realm's keys cannot be fetched now\n", 503
    except SignInRefused as error:
        log.warning("staff:logout-refused", reason=str(error))
        return "no logout token of this realm\n", 400
    parts = desk()
    with parts.database.transaction() as db:
        staff.end_sessions(db, _of(told), at=parts.clock())
    return "", 200


def _of(told: LoggedOut) -> sa.ColumnElement[bool]:
    """The sessions of one login, or all of a person where no login is named."""
    if told.sid:
        return StaffSession.keycloak_session == told.sid
    known = sa.select(StaffMember.id).where(StaffMember.issuer == told.issuer, StaffMember.subject == told.subject)
    return StaffSession.staff_id.in_(known)
