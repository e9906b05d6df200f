"""What each event of Keycloak means to us; the caller's transaction also moves the place, so none counts twice."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import journal, outbox
from provisioner.accounts.carrying_out.watching import WATCHED
from provisioner.accounts.kinds import WATCH
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.agreement.findings import note
from provisioner.agreement.kinds import COMPARE
from provisioner.agreement.rules import CUSTOMERS, STAFF, FindingKind
from provisioner.agreement.tables import AccountSeen
from provisioner.agreement.telling import TOLD
from provisioner.database import insert_or_update
from provisioner.journal import Event
from provisioner.outside.observation import (
    IMPERSONATED,
    LOCKED,
    LOGIN,
    NEW_PASSWORD,
    RESET_FAILED,
    AdminEvent,
    UserEvent,
)

NEWS = timedelta(days=2)
"""An older event is no reason to call anybody: the first reading begins with the oldest that Keycloak has kept."""
LOGGING_IN = ("AUTH_FLOW", "AUTH_EXECUTION", "AUTH_EXECUTION_FLOW", "AUTHENTICATOR_CONFIG", "REQUIRED_ACTION",
              "REQUIRED_ACTION_CONFIG")  # fmt: skip
"""Keycloak's names of what decides how one logs in, the second factor included."""
WAYS_IN = ("/credentials", "/reset-password", "/disable-credential-types")
"""How a path ends by which an administrator sets or takes away what somebody logs in with."""
RIGHTS = ("REALM_ROLE_MAPPING", "CLIENT_ROLE_MAPPING", "REALM_SCOPE_MAPPING", "CLIENT_SCOPE_MAPPING",
          "AUTHORIZATION_RESOURCE_SERVER", "AUTHORIZATION_RESOURCE", "AUTHORIZATION_SCOPE",
          "AUTHORIZATION_POLICY")  # fmt: skip
GROUP = "GROUP_MEMBERSHIP"
"""The same for a user who is put into a group or taken out: of staff a group may bring roles."""
Known = Mapping[str, tuple[UUID, AccountStatus]]


def take_user_events(session: Session, events: Iterable[UserEvent], *, now: datetime) -> None:
    """Note logins, locks and whoever acted as a customer; have a new password looked at now, for the look decides, and
    the customer told of it.
    """
    events = list(events)
    known = _known(session, {one.user_id for one in events})
    for one in events:
        if one.user_id not in known:
            continue
        account_id, status = known[one.user_id]
        if one.kind == NEW_PASSWORD and status in WATCHED:
            outbox.ensure(session, WATCH, account_id, now)
        if one.kind in TOLD and now - one.at < NEWS:
            told = TOLD[one.kind]
            _seen(session, account_id, told.column, one.at)
            outbox.ensure(session, told.kind, account_id, now)
        match one.kind:
            case kind if kind == LOGIN:
                _seen(session, account_id, "last_login_at", one.at)
            case kind if kind == LOCKED:
                _seen(session, account_id, "locked_at", one.at)
            case kind if kind == RESET_FAILED and now - one.at < NEWS:
                failed = FindingKind.RESET_MAIL_FAILED
                note(session, failed, CUSTOMERS, one.user_id, at=one.at, account_id=account_id)
            case kind if kind == IMPERSONATED and now - one.at < NEWS:
                done = AdminEvent(one.id, one.at, one.kind, "USER", f"users/{one.user_id}", one.by, one.address)
                _journal(session, CUSTOMERS, done, account_id, now)
                as_them = FindingKind.IMPERSONATED
                note(session, as_them, CUSTOMERS, one.user_id, at=one.at, account_id=account_id, by=one.by)


def take_changes(session: Session, realm: str, changes: Sequence[AdminEvent], own: str, *, now: datetime) -> None:
    """Write what others changed into the journal and raise the alarm; `own` is the worker's user."""
    others = [one for one in changes if one.by != own]
    known = _known(session, {_user(one) for one in others}) if realm == CUSTOMERS else {}
    for one in others:
        account_id = known[_user(one)][0] if _user(one) in known else None
        kind = FindingKind.USER_CHANGED if account_id else alarm(realm, one, own)
        if kind is None and realm == CUSTOMERS:
            continue  # Users of another system are not our business.
        _journal(session, realm, one, account_id, now)
        if kind:
            note(session, kind, realm, _subject(one), at=one.at, account_id=account_id, by=one.by)
        if account_id:
            outbox.ensure(session, COMPARE, account_id, now)


def alarm(realm: str, change: AdminEvent, own: str = "") -> FindingKind | None:
    """What a change that is about no customer of ours threatens; None for daily work.

    A right given to a user or a service account is an alarm in both realms: of staff an event does not say whether it
    is a role of the desk or one over the realm, new staff are rare, and whoever can give roles could give them to
    themselves. Staff who lose a right or leave are daily work.
    """
    if change.resource in LOGGING_IN or (realm == STAFF and any(way in change.path for way in WAYS_IN)):
        return FindingKind.SECOND_FACTOR_CHANGED
    if realm == STAFF and _user(change) and change.resource in (*RIGHTS, GROUP):
        return None if change.operation == "DELETE" else FindingKind.RIGHTS_CHANGED
    if change.resource in RIGHTS:
        return FindingKind.RIGHTS_CHANGED
    if _user(change):
        return FindingKind.RIGHTS_CHANGED if _user(change) == own else None
    return FindingKind.CLIENT_CHANGED if change.path.startswith("clients/") else FindingKind.REALM_CHANGED


def _journal(session: Session, realm: str, one: AdminEvent, account_id: UUID | None, now: datetime) -> None:
    """Who it was and from where are personal data and stand beside the line."""
    about = ("account", account_id) if account_id else ("keycloak", realm)
    what = "/".join(part for n, part in enumerate(one.path.split("/")) if not (_user(one) and n == 1))
    journal.record(
        session, Event.KEYCLOAK_CHANGED, at=now, actor=journal.WORKER, object_type=about[0], object_id=about[1],
        realm=realm, operation=one.operation, resource=one.resource, what=what, id=one.id, done=one.at.isoformat(),
        values={"keycloak_user": ("", one.by), "ip_address": ("", one.address)},
    )  # fmt: skip


def _user(change: AdminEvent) -> str:
    """The id of the user that a change is about, if it is about one."""
    parts = change.path.split("/")
    return parts[1] if len(parts) > 1 and parts[0] == "users" and parts[1] != "profile" else ""


def _subject(change: AdminEvent) -> str:
    """The thing by its kind and id, so that many changes of one thing are one finding."""
    return _user(change) or "/".join(change.path.split("/")[:2]) or change.resource


def _known(session: Session, user_ids: set[str]) -> Known:
    if not user_ids:
        return {}
    rows = session.execute(
        sa.select(Account.keycloak_id, Account.id, Account.status).where(Account.keycloak_id.in_(user_ids - {""}))
    )
    return {str(user_id): (account_id, status) for user_id, account_id, status in rows}


def _seen(session: Session, account_id: UUID, column: str, at: datetime) -> None:
    """Note the newest such moment; one statement, whatever order the events come in."""
    new = insert_or_update(session, AccountSeen).values(account_id=account_id, **{column: at})
    known, given = AccountSeen.__table__.c[column], new.excluded[column]
    newest = sa.case((sa.or_(known.is_(None), known < given), given), else_=known)
    session.execute(new.on_conflict_do_update(index_elements=["account_id"], set_={column: newest}))
