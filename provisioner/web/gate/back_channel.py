"""Keycloak says by itself who has been logged out; the desk ends that session at once (OIDC back-channel logout)."""

from uuid import UUID

import sqlalchemy as sa
import structlog
from flask import Blueprint, request
from sqlalchemy.orm import Session

from provisioner import staff
from provisioner.staff.tables import StaffMember, StaffSession
from provisioner.web.desk import desk
from provisioner.web.gate.public import public
from provisioner.web.gate.staff_login import KeycloakSilent, LoggedOut, SignInRefused, staff_login

blueprint = Blueprint("back_channel", __name__)
log = structlog.get_logger()
VIEW = f"{__name__}.logged_out"


@blueprint.post("/auth/back-channel-logout")
@public
def logged_out() -> tuple[str, int]:
    """End the sessions that a signed token of the staff realm names; anything else changes nothing."""
    try:
        told = staff_login().logged_out(request.form.get("logout_token", ""))
    except KeycloakSilent:
        return "the realm's keys cannot be fetched now\n", 503
    except SignInRefused as error:
        log.warning("staff:logout-refused", reason=str(error))
        return "no logout token of this realm\n", 400
    parts = desk()
    with parts.database.transaction() as db:
        for staff_id in _ended(db, told):
            staff.signed_out(db, staff_id, at=parts.clock())
    return "", 200


def _ended(db: Session, told: LoggedOut) -> list[UUID]:
    """Remove the sessions of one login, or all of a person where no login is named; gives whose they were."""
    if told.sid:
        chosen = StaffSession.keycloak_session == told.sid
    else:
        known = sa.select(StaffMember.id).where(StaffMember.issuer == told.issuer, StaffMember.subject == told.subject)
        chosen = StaffSession.staff_id.in_(known)
    gone = db.execute(sa.delete(StaffSession).where(chosen).returning(StaffSession.staff_id))
    return sorted({staff_id for (staff_id,) in gone if staff_id}, key=str)
