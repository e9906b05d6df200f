"""Accounts: what an approval opens, what is carried out for it, and what staff may ask for."""

from provisioner.accounts.address import AddressHeld, change_address, only_alone
from provisioner.accounts.blocking.requests import (
    AddressUnchecked,
    GroundMissing,
    block,
    block_anew,
    blockable,
    unblock,
)
from provisioner.accounts.closing.requests import closable, close_account, keep_shut, withdraw_closing
from provisioner.accounts.mandates.requests import extend_mandate, record_mandate, revoke_mandate, takes_mandate
from provisioner.accounts.offers import Step, held_by_another, offered, offered_now
from provisioner.accounts.opening import Approved, open_account
from provisioner.accounts.owners import OtherOwner, lock_number
from provisioner.accounts.reissues import TooManyToday
from provisioner.accounts.requests import (
    ApproversOnly,
    Busy,
    MandateOver,
    NothingToDo,
    close,
    closed_for,
    reissue,
    reissue_by_clerk,
    retry,
    retry_all,
)

__all__ = [
    "AddressHeld", "AddressUnchecked", "Approved", "ApproversOnly", "Busy", "GroundMissing",
    "MandateOver", "NothingToDo", "OtherOwner",
    "Step", "TooManyToday", "block", "block_anew", "blockable", "change_address", "closable", "close", "close_account",
    "closed_for", "extend_mandate", "held_by_another", "keep_shut", "lock_number", "offered", "offered_now",
    "only_alone", "open_account", "record_mandate", "reissue", "reissue_by_clerk", "retry", "retry_all",
    "revoke_mandate", "takes_mandate", "unblock", "withdraw_closing",
]  # fmt: skip
