"""Accounts: what an approval opens, what is carried out for it, and what staff may ask for."""

from provisioner.accounts.address import AddressHeld, change_address
from provisioner.accounts.blocking.requests import GroundMissing, block, blockable, unblock
from provisioner.accounts.offers import Step, held_by_another, offered, offered_now
from provisioner.accounts.opening import Approved, open_account
from provisioner.accounts.requests import Busy, NothingToDo, close, closed_for, reissue, retry, retry_all

__all__ = [
    "AddressHeld", "Approved", "Busy", "GroundMissing", "NothingToDo", "Step", "block", "blockable", "change_address",
    "close", "closed_for", "held_by_another", "offered", "offered_now", "open_account", "reissue", "retry", "retry_all",
    "unblock",
]  # fmt: skip
