"""Accounts and what happens to them, and whoever works on them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from provisioner.accounts.blocking.rules import BlockGround
from provisioner.accounts.mandates.rules import MandateKind
from provisioner.accounts.rules import AccountStatus
from provisioner.corrections.rules import CorrectionKind, CorrectionStatus
from provisioner.incidents.rules import Disclosed, IncidentStatus
from provisioner.privacy.rules import Ground
from provisioner.staff.roles import Role
from provisioner.web.words.translate import _l

WORDS: Mapping[type[StrEnum], Mapping[Any, Any]] = {
    AccountStatus: {
        AccountStatus.APPROVED: _l("Waiting for the system"),
        AccountStatus.CREATED: _l("Account created"),
        AccountStatus.NOTIFIED: _l("Login details sent"),
        AccountStatus.ACTIVATED: _l("Active"),
        AccountStatus.EXPIRED: _l("Password expired"),
        AccountStatus.NEEDS_ATTENTION: _l("Needs attention"),
        AccountStatus.CLOSED: _l("Closed"),
        AccountStatus.BLOCKING: _l("Being blocked"),
        AccountStatus.BLOCKED: _l("Blocked"),
        AccountStatus.UNBLOCKING: _l("Being unblocked"),
        AccountStatus.CHANGING: _l("Data being changed"),
        AccountStatus.CLOSING: _l("Closing"),
    },
    BlockGround: {
        BlockGround.CUSTOMERS_REQUEST: _l("the customer's request"),
        BlockGround.WRONG_ADDRESS: _l("sent to a wrong address"),
        BlockGround.DEATH: _l("death of the customer"),
        BlockGround.REGULAMIN: _l("breach of the Regulamin"),
        BlockGround.END_OF_CONTRACT: _l("end of the contract"),
        BlockGround.TAKEOVER: _l("suspected takeover of the account"),
        BlockGround.MANDATE_ENDED: _l("end of the mandate"),
        BlockGround.CLOSING: _l("end of the account"),
    },
    MandateKind: {
        MandateKind.ATTORNEY: _l("an attorney"),
        MandateKind.MANAGER: _l("a manager"),
        MandateKind.ORGAN: _l("a company's representative (board, proxy)"),
        MandateKind.GUARDIAN: _l("a legal guardian"),
        MandateKind.CURATOR: _l("a curator"),
        MandateKind.HEIR: _l("an heir"),
    },
    CorrectionKind: {
        CorrectionKind.KEYED_WRONGLY: _l("keyed wrongly"),
        CorrectionKind.PAPER_WRONG: _l("the paper is wrong"),
        CorrectionKind.ACTS_ALONE: _l("the customer acts alone from now on"),
        CorrectionKind.MANDATE: _l("somebody acts for the customer from now on"),
        CorrectionKind.LONGER_MANDATE: _l("the mandate lasts until another day"),
    },
    CorrectionStatus: {
        CorrectionStatus.OPEN: _l("waits for confirmation"),
        CorrectionStatus.CONFIRMED: _l("confirmed"),
        CorrectionStatus.REJECTED: _l("rejected"),
    },
    IncidentStatus: {
        IncidentStatus.OPEN: _l("To be assessed"),
        IncidentStatus.ASSESSED: _l("Assessed"),
        IncidentStatus.CLOSED: _l("Settled"),
    },
    Disclosed: {
        Disclosed.LOGIN: _l("login"),
        Disclosed.TEMPORARY_PASSWORD: _l("temporary password"),
        Disclosed.NAME: _l("name"),
        Disclosed.CUSTOMER_NUMBER: _l("customer number"),
    },
    Ground: {
        Ground.REFUSED: _l("refused application"),
        Ground.WITHDRAWN: _l("withdrawn application"),
        Ground.ABANDONED: _l("application never completed"),
        Ground.ENDED: _l("ended account"),
        Ground.REQUESTED: _l("the person's request"),
        Ground.ANSWERED: _l("request carried out long ago"),
        Ground.RESTORED: _l("came back with a backup"),
    },
    Role: {
        Role.CLERK: _l("clerk"),
        Role.APPROVER: _l("approver"),
        Role.AUDITOR: _l("auditor"),
        Role.ADMINISTRATOR: _l("administrator"),
        Role.SENSITIVE: _l("sees sensitive data"),
    },
}
TONES: Mapping[type[StrEnum], Mapping[Any, str]] = {
    AccountStatus: {
        AccountStatus.APPROVED: "today",
        AccountStatus.CREATED: "soon",
        AccountStatus.NOTIFIED: "soon",
        AccountStatus.ACTIVATED: "done",
        AccountStatus.EXPIRED: "overdue",
        AccountStatus.NEEDS_ATTENTION: "attention",
        AccountStatus.CLOSED: "later",
        AccountStatus.BLOCKING: "today",
        AccountStatus.BLOCKED: "stop",
        AccountStatus.UNBLOCKING: "today",
        AccountStatus.CHANGING: "today",
        AccountStatus.CLOSING: "stop",
    },
    IncidentStatus: {
        IncidentStatus.OPEN: "attention",
        IncidentStatus.ASSESSED: "soon",
        IncidentStatus.CLOSED: "later",
    },
}
"""Colour and icon of each state; the word always stands beside them."""
