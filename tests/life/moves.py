"""Who or what moves an account and a paper case from one state to another, and what the customer gets of it.

The states and the legal moves are the code's own; here stands what the code cannot say in words. A test asks that
each legal move is told, and the lives of tests/life that no move happens which is not.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from provisioner.accounts.rules import LIVE
from provisioner.accounts.rules import AccountStatus as A
from provisioner.cases.status import CaseStatus as C
from provisioner.journal import Event

NOTHING = "nothing"
ACCESS_MAIL = "a mail with a new temporary password, as soon as Keycloak has it"


@dataclass(frozen=True)
class Told:
    """One way from some states to another; `event` is the line it leaves in the journal."""

    sources: frozenset[A] | frozenset[C]
    to: A | C
    event: Event
    by: str
    customer: str = field(default=NOTHING)

    def steps(self) -> Iterator[tuple[str, str, str]]:
        """Each move with its line."""
        for source in self.sources:
            yield source.value, self.to.value, self.event.value


def _from(*sources: A) -> frozenset[A]:
    return frozenset(sources)


def _case(*sources: C) -> frozenset[C]:
    return frozenset(sources)


ATTENTION = A.NEEDS_ATTENTION
ACCOUNTS = (
    Told(_from(A.APPROVED), A.CREATED, Event.ACCOUNT_CREATED,
         "worker: the user is in Keycloak with a temporary password",
         "the access mail at once"),
    Told(_from(A.APPROVED, A.CREATED, A.NOTIFIED, A.EXPIRED), A.ACTIVATED, Event.ACCOUNT_ACTIVATED,
         "worker: Keycloak shows an own password"),
    Told(_from(A.CREATED), A.NOTIFIED, Event.ACCOUNT_NOTIFIED, "worker: the mail server took the access mail",
         "login and temporary password; before its end a reminder"),
    Told(_from(A.CREATED), A.APPROVED, Event.ACCOUNT_VANISHED, "worker: the user is gone from Keycloak; made again",
         ACCESS_MAIL),
    Told(_from(A.NOTIFIED), A.EXPIRED, Event.ACCOUNT_EXPIRED,
         "worker: the temporary password was not used in its time and is dead"),
    Told(_from(A.NOTIFIED, A.EXPIRED), A.CREATED, Event.ACCOUNT_REISSUED,
         "approver, or a clerk where the office allows it: a new temporary password", ACCESS_MAIL),
    Told(_from(A.CREATED, A.NOTIFIED, A.EXPIRED, ATTENTION), A.CREATED, Event.CORRECTION_CONFIRMED,
         "approver: confirms another address; the worker kills the old password first", ACCESS_MAIL),
    Told(_from(ATTENTION), A.APPROVED, Event.CORRECTION_CONFIRMED,
         "approver: confirms another address; no user was made yet", ACCESS_MAIL),
    Told(_from(A.APPROVED, A.CREATED, A.NOTIFIED, A.EXPIRED, A.CHANGING, A.BLOCKING, A.UNBLOCKING, A.CLOSING),
         ATTENTION, Event.ACCOUNT_NEEDS_ATTENTION,
         "worker: only people can settle what it met; the case says what and how"),
    Told(_from(ATTENTION), A.APPROVED, Event.ACCOUNT_RETRIED, "approver: try again, no user is known", ACCESS_MAIL),
    Told(_from(ATTENTION), A.CREATED, Event.ACCOUNT_RETRIED, "approver: try again, the user is known", ACCESS_MAIL),
    Told(_from(ATTENTION), A.CHANGING, Event.ACCOUNT_RETRIED, "approver: try again to write changed data"),
    Told(_from(ATTENTION), A.BLOCKING, Event.ACCOUNT_RETRIED, "approver: try again to block"),
    Told(_from(ATTENTION), A.UNBLOCKING, Event.ACCOUNT_RETRIED, "approver: try again to unblock"),
    Told(_from(ATTENTION), A.CLOSING, Event.ACCOUNT_RETRIED, "approver: try again to delete"),
    Told(_from(ATTENTION), A.CLOSED, Event.ACCOUNT_CLOSED, "approver: closes what cannot be made, with a reason",
         "nothing; the office tells them"),
    Told(_from(A.ACTIVATED, ATTENTION), A.CHANGING, Event.ACCOUNT_CHANGE_ASKED,
         "approver: approves a change of data"),
    Told(_from(A.CHANGING), A.ACTIVATED, Event.ACCOUNT_CHANGED, "worker: Keycloak has the new data",
         "a mail to the present address and, of a changed address, one to the former"),
    Told(_from(A.CHANGING), A.EXPIRED, Event.ACCOUNT_CHANGED,
         "worker: the same; a temporary password that was pending is dead",
         "a mail to the present address and, of a changed address, one to the former"),
    Told(_from(A.ACTIVATED), A.APPROVED, Event.ACCOUNT_MEND_ASKED,
         "approver: the user is gone from Keycloak and is made anew", ACCESS_MAIL),
    Told(_from(A.ACTIVATED), A.CREATED, Event.ACCOUNT_MEND_ASKED,
         "approver: the own password is gone in Keycloak", ACCESS_MAIL),
    Told(LIVE | {A.BLOCKED}, A.BLOCKING, Event.ACCOUNT_BLOCK_ASKED,
         "approver on a ground; whoever notes a mail gone astray; the link “it wasn't me”; "
         "the end of a mandate or an account",
         "nothing yet"),
    Told(_from(A.BLOCKING), A.BLOCKED, Event.ACCOUNT_BLOCKED,
         "worker: Keycloak shows the user disabled and no session left",
         "a mail that the account is blocked, unless the ground forbids it or no mail ever left"),
    Told(_from(A.BLOCKED), A.UNBLOCKING, Event.ACCOUNT_UNBLOCK_ASKED, "approver, with a reason"),
    Told(_from(A.BLOCKED, ATTENTION), A.UNBLOCKING, Event.CORRECTION_CONFIRMED,
         "approver: confirms another address of an account blocked because of the wrong one or a mandate that is over",
         ACCESS_MAIL),
    Told(_from(A.UNBLOCKING), A.APPROVED, Event.ACCOUNT_UNBLOCKED, "worker: no user was made yet", ACCESS_MAIL),
    Told(_from(A.UNBLOCKING), A.CREATED, Event.ACCOUNT_UNBLOCKED,
         "worker: no mailed password works, or the address is another", ACCESS_MAIL),
    Told(_from(A.UNBLOCKING), A.EXPIRED, Event.ACCOUNT_UNBLOCKED,
         "worker: the password is at its end, went astray, or is known to whoever had the mandate, and is dead"),
    Told(_from(A.UNBLOCKING), A.NOTIFIED, Event.ACCOUNT_UNBLOCKED, "worker: the mailed password lives",
         "a mail that they can log in again, under the same conditions"),
    Told(_from(A.UNBLOCKING), A.ACTIVATED, Event.ACCOUNT_UNBLOCKED, "worker: the own password works again",
         "a mail that they can log in again, under the same conditions"),
    Told(_from(A.UNBLOCKING), A.CHANGING, Event.ACCOUNT_UNBLOCKED, "worker: a change of data still waits",
         "a mail that they can log in again, under the same conditions"),
    Told(_from(A.BLOCKING, A.BLOCKED), A.CLOSING, Event.ACCOUNT_CLOSING,
         "worker, or the approval itself where the account was blocked already: nobody can log in",
         "a mail that the account is closed and until when that can be taken back"),
    Told(_from(A.CLOSING), A.CLOSED, Event.ACCOUNT_REMOVED, "worker: the user is deleted in Keycloak",
         "a mail that the account is deleted"),
    Told(_from(A.CLOSING, ATTENTION), A.UNBLOCKING, Event.ACCOUNT_CLOSING_WITHDRAWN,
         "approver: the resignation is taken back in time", "what the end of a block brings"),
    Told(_from(A.CLOSING, ATTENTION), A.BLOCKED, Event.ACCOUNT_CLOSING_WITHDRAWN,
         "approver: the same, where a block stood before"),
)  # fmt: skip
CASES = (
    Told(_case(C.RECORDED), C.APPROVED, Event.APPLICATION_APPROVED,
         "approver who keyed in nothing of it; nothing on the paper hinders it", "what the paper asks for"),
    Told(_case(C.RECORDED), C.INCOMPLETE, Event.APPLICATION_RETURNED, "approver, with what is missing",
         "a letter that says what is missing"),
    Told(_case(C.INCOMPLETE), C.RECORDED, Event.APPLICATION_COMPLETED, "clerk: what was missing has come"),
    Told(_case(C.RECORDED, C.INCOMPLETE), C.REFUSED, Event.APPLICATION_REFUSED, "approver, with a reason",
         "a letter with the reason"),
    Told(_case(C.RECORDED, C.INCOMPLETE), C.WITHDRAWN, Event.APPLICATION_WITHDRAWN,
         "clerk or approver, with a reason: the customer takes the paper back", "nothing; they asked for it"),
    Told(_case(C.RECORDED), C.WITHDRAWN, Event.APPLICATION_UNDONE,
         "the clerk who recorded it, before an approver has looked at it: entered by mistake"),
)  # fmt: skip
OF_ACCOUNTS = frozenset(step for told in ACCOUNTS for step in told.steps())
"""Every move of an account that may happen, as the journal tells it."""
