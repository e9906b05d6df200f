"""What an account goes through: carrying out (no database), recording what came of it, and what staff may ask for."""

from provisioner.accounts.provisioning import AlreadyActive, EmailHeld, LoginHeld, Provisioned, provision, renew, retire
from provisioner.accounts.requests import Busy, NothingToDo, reissue, retry

__all__ = [
    "AlreadyActive",
    "Busy",
    "EmailHeld",
    "LoginHeld",
    "NothingToDo",
    "Provisioned",
    "provision",
    "reissue",
    "renew",
    "retire",
    "retry",
]
