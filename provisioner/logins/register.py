"""Logins given out once: proposed, reserved while a case is open, kept for ever after approval (R4)."""

from collections.abc import Collection
from itertools import count
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from provisioner import journal
from provisioner.logins.rules import with_ordinal
from provisioner.logins.tables import Login

TRIES = 20
AHEAD = 20
"""So many ordinals are looked up at once."""
SEALED, SEALED_DIGITS = "#", 40
"""No login begins with this sign."""


def next_free(session: Session, stem: str) -> str:
    """The first login on this stem that nobody holds: `104233`, then `104233_2`, …"""
    given = journal.given_to(session)
    for first in count(1, AHEAD):
        names = [with_ordinal(stem, ordinal) for ordinal in range(first, first + AHEAD)]
        kept = {sealed(keeper, name): name for keeper in (given.known if given else ()) for name in names}
        found = session.scalars(sa.select(Login.login).where(Login.login.in_({*names, *kept})))
        taken = {kept.get(login, login) for login in found}
        for name in names:
            if name not in taken:
                return name
    raise AssertionError("there is always a next number")


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


def sealed(keeper: journal.Keeper, login: str) -> str:
    """What stands in a login's place once its customer is erased: known again, but not read."""
    return f"{SEALED}{keeper.pseudonym('logins', login)[:SEALED_DIGITS]}"


def seal(session: Session, keeper: journal.Keeper, case_ids: Collection[UUID]) -> list[str]:
    """Put seals in the place of the logins of these cases, whose accounts must be gone; gives the seals."""
    mine = Login.case_id.in_(case_ids)
    seals = [sealed(keeper, login) for login in session.scalars(sa.select(Login.login).where(mine))]
    session.execute(sa.delete(Login).where(mine).execution_options(synchronize_session=False))
    keep(session, seals)
    return seals


def keep(session: Session, seals: Collection[str]) -> None:
    """Make sure that logins of which only the seals are known are given to nobody."""
    known = set(session.scalars(sa.select(Login.login).where(Login.login.in_(seals))))
    session.add_all(Login(login=one, case_id=None) for one in sorted(set(seals) - known))
    session.flush()


def free(session: Session, case_id: UUID) -> None:
    """Give the login back: no account was ever made for it."""
    session.execute(sa.delete(Login).where(Login.case_id == case_id))
