"""Everything the worker does to stay in agreement with Keycloak, handed to it as a list."""

from collections.abc import Iterable

from provisioner.accounts.carrying_out import Tools
from provisioner.agreement.carrying_out import Compare, Unlock
from provisioner.agreement.mending import Mend
from provisioner.agreement.nightly import Agree, NextRun
from provisioner.agreement.telling import TELLING
from provisioner.agreement.watching import ReadEvents, Realm
from provisioner.outbox.handlers import AnyHandler, Hands
from provisioner.outside.observation import MemberReader


def agreement_handlers(
    hands: Hands, tools: Tools, customers: MemberReader, realms: Iterable[Realm], next_run: NextRun
) -> list[AnyHandler]:
    """For one thread; `next_run` says when everything is compared again."""
    looking = [Compare(hands, tools, customers), Mend(hands, tools, customers), Unlock(hands, tools)]
    telling = [one(hands, tools) for one in TELLING]
    return [*looking, *telling, Agree(hands, customers, next_run), *(ReadEvents(hands, realm) for realm in realms)]
