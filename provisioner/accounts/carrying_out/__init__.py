"""What the worker does for accounts: one module a kind of work, handed to the worker as a list."""

from provisioner.accounts.carrying_out.access_mail import AccessMails
from provisioner.accounts.carrying_out.blocking import Block, Unblock
from provisioner.accounts.carrying_out.changing import Change
from provisioner.accounts.carrying_out.closing import Close, Remove
from provisioner.accounts.carrying_out.creating import Provision
from provisioner.accounts.carrying_out.handler import Tools
from provisioner.accounts.carrying_out.keeping_links import KeepLink, KeepLinks
from provisioner.accounts.carrying_out.mailing import Notify
from provisioner.accounts.carrying_out.mandates import EndMandate
from provisioner.accounts.carrying_out.reminding import Remind
from provisioner.accounts.carrying_out.retiring import Retire
from provisioner.accounts.carrying_out.telling import TellBlocked, TellUnblocked
from provisioner.accounts.carrying_out.telling_changes import TellChanged, TellFormer
from provisioner.accounts.carrying_out.telling_closed import TellClosed, TellClosing
from provisioner.accounts.carrying_out.watching import Watch
from provisioner.outbox.handlers import AnyHandler, Hands


def account_handlers(hands: Hands, tools: Tools) -> list[AnyHandler]:
    """Everything that can be asked for an account."""
    kinds = (
        Provision, Notify, Watch, Retire, Remind, Block, Unblock, TellBlocked, TellUnblocked, Change, TellChanged,
        TellFormer, Close, Remove, TellClosing, TellClosed, EndMandate, KeepLink,
    )  # fmt: skip
    return [handler(hands, tools) for handler in kinds]


__all__ = ["AccessMails", "KeepLinks", "Tools", "account_handlers"]
