"""Logins given out once: proposed, reserved while a case is open, kept for ever after approval (R4)."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from provisioner.logins.rules import with_ordinal
from provisioner.logins.tables import Login

TRIES = 20


def next_free(session: Session, stem: str) -> str:
    """The first login on this stem that nobody holds: `104233`, then `104233_2`, …"""
    further = Login.login.startswith(f"{stem}_", autoescape=True)
    taken = set(session.scalars(sa.select(Login.login).where(sa.or_(Login.login == stem, further))))
    ordinal = 1
    while with_ordinal(stem, ordinal) in taken:
        ordinal += 1
    return with_ordinal(stem, ordinal)


def reserve(session: Session, stem: str, case_id: UUID) -> str:
    """Take the next free login for a case; the primary key settles a race."""
    for _ in range(TRIES):
        login = next_free(session, stem)
        try:
            with session.begin_nested():
                session.add(Login(login=login, case_id=case_id))
        except IntegrityError:
            continue
        return login
    raise AssertionError(f"no free login after {TRIES} tries")


def free(session: Session, case_id: UUID) -> None:
    """Give the login back: no account was ever made for it."""
    session.execute(sa.delete(Login).where(Login.case_id == case_id))
