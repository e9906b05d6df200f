"""What differs and is known already: it stands on the desk's page, or somebody has said what it was."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.agreement.rules import DIFFERENCES, FindingKind
from provisioner.agreement.tables import Finding
from provisioner.journal.tables import AuditEntry


@dataclass(frozen=True)
class Known:
    """The differences of each account that are no news, and the users of no case that are none."""

    kinds: Mapping[UUID, Collection[FindingKind]]
    users: Collection[str]

    def is_news(self, account_id: UUID, status: AccountStatus, kinds: Collection[FindingKind]) -> bool:
        """Whether something here was not known; who has no own password yet, or may not log in, misses no user."""
        quiet = set() if status is AccountStatus.ACTIVATED else {FindingKind.USER_MISSING}
        return not quiet.union(self.kinds.get(account_id, ())).issuperset(kinds)


def known(session: Session) -> Known:
    """All that stands or rests."""
    stands = sa.select(Finding.account_id, Finding.kind, Finding.subject).where(Finding.closed_at.is_(None))
    kinds: dict[UUID, set[FindingKind]] = defaultdict(set)
    users = set()
    for account_id, kind, subject in session.execute(stands):
        if kind is FindingKind.UNKNOWN_CASE:
            users.add(subject)
        elif account_id and kind in DIFFERENCES:
            kinds[account_id].add(kind)
    for account_id in resting(session):
        kinds[account_id].add(FindingKind.USER_MISSING)
    return Known(kinds, users)


def resting(session: Session, *which: sa.ColumnElement[bool]) -> Collection[UUID]:
    """Accounts, of these, whose missing user somebody has settled; each rests until the journal tells more of it."""
    settled = session.execute(
        sa.select(Finding.account_id, sa.func.max(Finding.closed_at))
        .join(Account, sa.and_(Account.id == Finding.account_id, Account.keycloak_id == Finding.subject))
        .where(Finding.kind == FindingKind.USER_MISSING, Finding.closed_by.is_not(None), *which)
        .group_by(Finding.account_id)
    ).all()
    ids = [str(account_id) for account_id, _at in settled]
    lines = sa.select(AuditEntry.object_id, sa.func.max(AuditEntry.at).label("at")).group_by(AuditEntry.object_id)
    of_these = lines.where(AuditEntry.object_type == "account", AuditEntry.object_id.in_(ids))
    moved = {one.object_id: one.at for one in session.execute(of_these)} if ids else {}
    return [one for one, at in settled if one and at and moved.get(str(one), at) <= at]
