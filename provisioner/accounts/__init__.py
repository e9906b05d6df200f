"""Accounts: what an approval opens, what is carried out for it, and what staff may ask for."""

from provisioner.accounts.opening import Approved, open_account
from provisioner.accounts.requests import Busy, NothingToDo, closable, close, closed_for, reissue, retry, retry_all

__all__ = [
    "Approved",
    "Busy",
    "NothingToDo",
    "closable",
    "close",
    "closed_for",
    "open_account",
    "reissue",
    "retry",
    "retry_all",
]
