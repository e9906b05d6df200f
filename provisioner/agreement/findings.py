"""Noting what was found, once while it stands, and closing what is gone."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.agreement.known import resting
from provisioner.agreement.rules import DIFFERENCES, FindingKind
from provisioner.agreement.tables import STANDS, Finding
from provisioner.database import insert_or_update


def note(
    session: Session,
    kind: FindingKind,
    realm: str,
    subject: str,
    *,
    at: datetime,
    account_id: UUID | None = None,
    by: str = "",
    again: bool = True,
) -> None:
    """Note a finding, or that one that stands was found again; one statement, so that readers may race.

    `again` False leaves one that stands as it is: a difference that lasts is no second one.
    """
    new = insert_or_update(session, Finding).values(
        kind=kind, realm=realm, subject=subject[:80], account_id=account_id, found_at=at, last_at=at, times=1,
        by=by[:64], note="",
    )  # fmt: skip
    stands = ["kind", "realm", "subject"]
    if again:
        counted = {"times": Finding.times + 1, "last_at": at, "by": by[:64]}
        session.execute(new.on_conflict_do_update(index_elements=stands, index_where=STANDS, set_=counted))
    else:
        session.execute(new.on_conflict_do_nothing(index_elements=stands, index_where=STANDS))


def agree_on(
    session: Session, account_id: UUID, realm: str, subject: str, found: Collection[FindingKind], *, at: datetime
) -> None:
    """The account differs in exactly these; what it differed in before and no more is closed by itself.

    A missing user that somebody has settled is not noted anew while the account stands as it does.
    """
    rests = FindingKind.USER_MISSING in found and resting(session, Finding.account_id == account_id)
    for kind in sorted(kind for kind in found if not (rests and kind is FindingKind.USER_MISSING)):
        note(session, kind, realm, subject, at=at, account_id=account_id, again=False)
    _close(session, account_id, [kind for kind in DIFFERENCES if kind not in found], at)


def close_missing(session: Session, account_id: UUID, *, at: datetime) -> None:
    """People are asked about the missing user on the account's case."""
    _close(session, account_id, [FindingKind.USER_MISSING], at)


def _close(session: Session, account_id: UUID, kinds: Collection[FindingKind], at: datetime) -> None:
    session.execute(
        sa.update(Finding)
        .where(Finding.account_id == account_id, Finding.closed_at.is_(None), Finding.kind.in_(kinds))
        .values(closed_at=at)
        .execution_options(synchronize_session=False)
    )
