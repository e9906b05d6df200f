"""What can be done about an account: the one place that page, list and use cases ask."""

from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from provisioner.accounts.blocking.rules import LEAKED, BlockGround
from provisioner.accounts.blocking.tables import AccountBlock
from provisioner.accounts.owners import other_owner
from provisioner.accounts.rules import STANDING_BLOCK, WITHOUT_USER, AccountStatus, Attention
from provisioner.accounts.tables import Account


class Step(StrEnum):
    """What people may do about an account."""

    RETRY = "retry"
    REISSUE = "reissue"
    CLOSE = "close"
    CORRECT = "correct"


def offered(
    account: Account, *, held: bool, ground: BlockGround | None = None, other_owner: bool = False
) -> frozenset[Step]:
    """The steps that can succeed from here.

    `held` tells that another account of ours has the address, `ground` is that of the block that stands, if one does;
    `other_owner` that the customer number is somebody else's by now: a corrected address would end that block.
    """
    corrected: frozenset[Step] = frozenset({Step.CORRECT}) if ground in LEAKED and not other_owner else frozenset()
    if account.status is AccountStatus.BLOCKED:
        return corrected
    if account.status is AccountStatus.CREATED:
        return frozenset({Step.CORRECT})
    if account.status in (AccountStatus.NOTIFIED, AccountStatus.EXPIRED):
        return frozenset({Step.CORRECT, Step.REISSUE})
    if account.status is not AccountStatus.NEEDS_ATTENTION:
        return frozenset()
    if account.attention in STANDING_BLOCK:
        return frozenset({Step.RETRY}) | (corrected if account.attention is Attention.NOT_UNBLOCKED else frozenset())
    if account.attention is Attention.NOT_CHANGED:
        return frozenset({Step.RETRY})
    steps = {Step.CORRECT}
    if account.attention in WITHOUT_USER and account.keycloak_id is None:
        steps.add(Step.CLOSE)
    if not (held and account.attention is Attention.EMAIL_TAKEN):
        steps.add(Step.RETRY)
    return frozenset(steps)


def offered_now(session: Session, account: Account) -> frozenset[Step]:
    """The same, asking the database for the address and the block where they matter."""
    taken = account.attention is Attention.EMAIL_TAKEN
    held = taken and held_by_another(session, account.email, account)
    blocked = account.status is AccountStatus.BLOCKED or account.attention in STANDING_BLOCK
    ground = standing_ground(session, account) if blocked else None
    return offered(account, held=held, ground=ground, other_owner=blocked and other_owner(session, account))


def standing_ground(session: Session, account: Account) -> BlockGround | None:
    """The ground of the block that stands, if one does."""
    stands = sa.select(AccountBlock.ground).where(AccountBlock.account_id == account.id)
    return session.scalar(stands.where(AccountBlock.lifted_at.is_(None)))


def held_by_another(session: Session, email: str, account: Account) -> bool:
    """Whether another account of ours has this address in the realm, or is about to have."""
    return bool(session.scalar(sa.select(held_by_other(email_key(email), account.id))))


def email_key(email: str) -> str:
    """The address in the letters by which equal mailboxes are known, as Keycloak knows them."""
    return email.lower()


def held_by_other(key: object, account_id: object) -> sa.ColumnElement[bool]:
    """The same as a condition of a query: on the key of an address and an account's id."""
    other: type[Account] = aliased(Account)
    has_it = sa.or_(other.keycloak_id.is_not(None), other.status == AccountStatus.APPROVED)
    return sa.exists().where(
        _equal(other.email_key, key), other.id != account_id, other.status != AccountStatus.CLOSED, has_it
    )


def _equal(column: InstrumentedAttribute[str], key: object) -> sa.ColumnElement[bool]:
    return column == key


HELD = held_by_other(Account.email_key, Account.id)
"""Whether another account of ours has the address of the account a query is about."""
TRIABLE = sa.or_(Account.attention != Attention.EMAIL_TAKEN, ~HELD)
"""Of accounts that need attention those for which another try is offered."""
