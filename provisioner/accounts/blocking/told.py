"""Whether a customer may read of a block."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.accounts.blocking.rules import UNTOLD
from provisioner.accounts.blocking.tables import AccountBlock


def is_told(session: Session, block: AccountBlock) -> bool:
    """Not after a death or where a mailbox is not the customer's, nor of a block that took the place of such a one."""
    if block.ground in UNTOLD:
        return False
    replaced = sa.select(AccountBlock.id).where(
        AccountBlock.account_id == block.account_id, AccountBlock.lifted_at == block.at,
        AccountBlock.ground.in_(sorted(UNTOLD)),
    )  # fmt: skip
    return session.scalar(replaced.limit(1)) is None
