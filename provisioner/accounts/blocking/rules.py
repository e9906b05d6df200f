"""Why an account may be blocked, who is told of it, and where an account stands once its block is lifted."""

from datetime import datetime, timedelta
from enum import StrEnum

from provisioner.accounts.rules import AccountStatus


class BlockGround(StrEnum):
    """Why an account is blocked; the reason in people's own words stands beside it."""

    CUSTOMERS_REQUEST = "customers_request"
    WRONG_ADDRESS = "wrong_address"
    DEATH = "death"
    REGULAMIN = "regulamin"
    END_OF_CONTRACT = "end_of_contract"
    TAKEOVER = "takeover"
    MANDATE_ENDED = "mandate_ended"
    """Whoever acted for the customer may not any more; that ends with the mandate, not by a choice from a list."""
    CLOSING = "closing"
    """The account is about to be deleted; people ask for that on paper, not for a block."""


ASKED_FOR = tuple(one for one in BlockGround if one not in (BlockGround.CLOSING, BlockGround.MANDATE_ENDED))
"""From these people choose."""
UNTOLD = frozenset({BlockGround.DEATH, BlockGround.WRONG_ADDRESS})
"""Nobody is mailed: the mailbox is a dead person's, or not the customer's."""
_GRAVITY = {BlockGround.MANDATE_ENDED: 1, BlockGround.WRONG_ADDRESS: 2}
LEAKED = frozenset(_GRAVITY)
"""Whatever password there is, somebody else has it, be it the mailed one or one set with it: none works again, not
after the block either."""


PAGES_LIVE = timedelta(minutes=11)
"""After so long no password page that was open before the block takes a new password: ten minutes
(accessCodeLifespanUserAction), and one for whole seconds, clocks that differ and what was sent at the last moment."""


def graver(ground: BlockGround, than: BlockGround) -> bool:
    """Whether a block on this ground takes the place of one that stands: the password must die, or has gone further."""
    return _GRAVITY.get(ground, 0) > _GRAVITY.get(than, 0)


def earliest_end(ground: BlockGround, blocked_at: datetime | None, asked_at: datetime) -> datetime:
    """When a block may be lifted: where somebody else has the password, no page of theirs may be open."""
    if ground in LEAKED and blocked_at is not None:
        return max(asked_at, blocked_at + PAGES_LIVE)
    return asked_at


def dead_password(
    ground: BlockGround, former: AccountStatus, end: datetime | None, now: datetime, *, pending: bool
) -> bool:
    """Whether the password must not work once the block is lifted; one that is still pending has an end."""
    ended = former is AccountStatus.EXPIRED or (end is not None and end <= now)
    return ground in LEAKED or (pending and ended)


def standing_after(former: AccountStatus, *, pending: bool, dead: bool, readdressed: bool) -> AccountStatus:
    """Where the account stands after its block, by what Keycloak shows.

    A password that was never mailed for certain leads back to `created`: a new one is set and mailed; so does a
    corrected address.
    """
    if readdressed:
        return AccountStatus.CREATED
    if dead:
        return AccountStatus.EXPIRED
    if not pending:
        return AccountStatus.ACTIVATED
    return AccountStatus.NOTIFIED if former is AccountStatus.NOTIFIED else AccountStatus.CREATED
