"""The office's words for states, channels and answers, in both languages (docs/glossary.md)."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from flask import Flask

from provisioner.accounts.blocking.rules import BlockGround
from provisioner.accounts.mandates.rules import MandateKind
from provisioner.accounts.rules import AccountStatus
from provisioner.applications.alike import Likeness
from provisioner.applications.hits import FoundBy
from provisioner.applications.rules import Answer, CustomerKind, FiledBy
from provisioner.cases.channels import Channel
from provisioner.cases.emergency.tables import ReviewOutcome
from provisioner.cases.grounds import HoldGround
from provisioner.cases.queue import Urgency
from provisioner.cases.queue.orders import Order
from provisioner.cases.status import CaseStatus
from provisioner.cases.taking.tables import SkipReason
from provisioner.corrections.rules import CorrectionKind, CorrectionStatus
from provisioner.erasures.rules import RequestKind
from provisioner.forms.tables import Clause, ClauseKind
from provisioner.incidents.rules import Disclosed, IncidentStatus
from provisioner.mail.language import Language
from provisioner.office.grounds import Asker
from provisioner.privacy.rules import Ground
from provisioner.resignations.many import Flaw
from provisioner.scans.rules import VirusCheck
from provisioner.staff.roles import Role
from provisioner.web.words.language import language
from provisioner.web.words.paper import letters
from provisioner.web.words.translate import _l

WORDS: Mapping[type[StrEnum], Mapping[Any, Any]] = {
    Channel: {
        Channel.COUNTER: _l("at the counter"),
        Channel.POST: _l("by post"),
        Channel.EMAIL: _l("by e-mail"),
        Channel.OFFICE: _l("by the office itself"),
    },
    CustomerKind: {CustomerKind.PERSON: _l("natural person"), CustomerKind.COMPANY: _l("company")},
    FiledBy: {
        FiledBy.SELF: _l("the customer"),
        FiledBy.ATTORNEY: _l("an attorney"),
        FiledBy.MANAGER: _l("a manager"),
        FiledBy.GUARDIAN: _l("a legal guardian"),
        FiledBy.CURATOR: _l("a curator"),
        FiledBy.HEIR: _l("an heir"),
    },
    MandateKind: {
        MandateKind.ATTORNEY: _l("an attorney"),
        MandateKind.MANAGER: _l("a manager"),
        MandateKind.GUARDIAN: _l("a legal guardian"),
        MandateKind.CURATOR: _l("a curator"),
        MandateKind.HEIR: _l("an heir"),
    },
    Flaw: {
        Flaw.UNKNOWN: _l("no account of this number or login"),
        Flaw.SEVERAL: _l("more than one account of this number: write the login"),
        Flaw.TWICE: _l("stands in the list twice"),
        Flaw.UNDER_WAY: _l("something about the account has to be finished first"),
        Flaw.RECORDED: _l("a paper ends this account already"),
    },
    Asker: {
        Asker.CUSTOMER: _l("the customer"),
        Asker.ATTORNEY: _l("an attorney"),
        Asker.HEIR: _l("an heir"),
        Asker.OFFICE: _l("the office"),
    },
    ClauseKind: {
        ClauseKind.TERM: _l("term of the contract"),
        ClauseKind.NOTICE: _l("notice"),
        ClauseKind.CONSENT: _l("consent"),
    },
    Language: {Language.PL: _l("Polish"), Language.EN: _l("English")},
    Answer: {Answer.ACCEPTED: _l("yes"), Answer.REFUSED: _l("no"), Answer.ILLEGIBLE: _l("illegible")},
    Urgency: {
        Urgency.OVERDUE: _l("Overdue"),
        Urgency.TODAY: _l("Today"),
        Urgency.SOON: _l("Within 2 days"),
        Urgency.LATER: _l("Later"),
        Urgency.ANY: _l("To be approved"),
        Urgency.PAUSED: _l("On hold (waiting for the customer)"),
    },
    Order: {
        Order.DEADLINE: _l("by deadline"),
        Order.RECEIVED: _l("by date received"),
        Order.NUMBER: _l("by number"),
        Order.NAME: _l("by name"),
    },
    CaseStatus: {
        CaseStatus.RECORDED: _l("To be approved"),
        CaseStatus.INCOMPLETE: _l("Incomplete"),
        CaseStatus.APPROVED: _l("Approved"),
        CaseStatus.REFUSED: _l("Refused"),
        CaseStatus.WITHDRAWN: _l("Withdrawn"),
    },
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
    Likeness: {
        Likeness.CUSTOMER_NUMBER: _l("customer number"),
        Likeness.EMAIL: _l("e-mail"),
        Likeness.NIP: _l("NIP"),
        Likeness.PESEL: _l("PESEL"),
        Likeness.PHONE: _l("phone"),
        Likeness.NAME_AND_ADDRESS: _l("name and address"),
    },
    FoundBy: {
        FoundBy.NUMBER: _l("number"),
        FoundBy.CUSTOMER_NUMBER: _l("customer number"),
        FoundBy.NAME: _l("name"),
        FoundBy.LOGIN: _l("login"),
        FoundBy.EMAIL: _l("e-mail"),
        FoundBy.PHONE: _l("phone"),
        FoundBy.NIP: _l("NIP"),
        FoundBy.ADDRESS: _l("address"),
        FoundBy.ATTORNEY: _l("who acts for the customer"),
        FoundBy.OTHER: _l("what the paper or account said or says besides"),
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
    RequestKind: {
        RequestKind.ERASURE: _l("erasure of data"),
        RequestKind.COPY: _l("copy of data"),
    },
    HoldGround: {
        HoldGround.LEGAL_DUTY: _l("a legal duty (GDPR art. 17(3)(b))"),
        HoldGround.CLAIMS: _l("claims: to establish, exercise or defend them (GDPR art. 17(3)(e))"),
    },
    SkipReason: {
        SkipReason.ASK: _l("somebody has to be asked first"),
        SkipReason.PAPER: _l("the paper is not at hand"),
        SkipReason.PARTIAL: _l("I know the customer"),
        SkipReason.LATER: _l("later"),
    },
    VirusCheck: {
        VirusCheck.NOT_ASKED: _l("nobody was asked about viruses"),
        VirusCheck.WAITING: _l("not yet checked for viruses"),
        VirusCheck.CLEAN: _l("no virus found"),
        VirusCheck.INFECTED: _l("virus found"),
        VirusCheck.UNDECIDED: _l("could not be checked for viruses"),
    },
    ReviewOutcome: {
        ReviewOutcome.RIGHT: _l("it had to be, and is right"),
        ReviewOutcome.OBJECTED: _l("objection"),
    },
    Role: {
        Role.CLERK: _l("clerk"),
        Role.APPROVER: _l("approver"),
        Role.AUDITOR: _l("auditor"),
        Role.ADMINISTRATOR: _l("administrator"),
        Role.SENSITIVE: _l("sees sensitive data"),
    },
    **letters.WORDS,
}

TONES: Mapping[type[StrEnum], Mapping[Any, str]] = {
    Urgency: {**{urgency: urgency.value for urgency in Urgency}, Urgency.ANY: "soon"},
    CaseStatus: {
        CaseStatus.RECORDED: "soon",
        CaseStatus.INCOMPLETE: "paused",
        CaseStatus.APPROVED: "done",
        CaseStatus.REFUSED: "overdue",
        CaseStatus.WITHDRAWN: "later",
    },
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
    VirusCheck: {
        VirusCheck.NOT_ASKED: "later",
        VirusCheck.WAITING: "later",
        VirusCheck.CLEAN: "done",
        VirusCheck.INFECTED: "stop",
        VirusCheck.UNDECIDED: "attention",
    },
}
"""Colour and icon of each state; the word always stands beside them."""


def install(app: Flask) -> None:
    """Give the templates these words."""
    app.jinja_env.filters.update(word=word, tone=tone, clause_text=clause_text)


def word(member: StrEnum) -> str:
    """The office's word for a member of a closed list."""
    return str(WORDS[type(member)][member])


def known_word(member: str) -> str:
    """The office's word for a member of an open list; the value itself where this version does not know it."""
    return word(member) if isinstance(member, StrEnum) else member


def shared(likenesses: Sequence[Likeness]) -> str:
    """What two cases have in common, in one line."""
    return ", ".join(word(one) for one in likenesses)


def tone(member: StrEnum) -> str:
    """The name of the colour and icon of a state."""
    return TONES[type(member)][member]


def clause_text(clause: Clause) -> str:
    """The clause as printed, in the language of the page."""
    return clause.text_pl if language() == "pl" else clause.text_en


PURPOSES: Mapping[str, Any] = {
    "change_data": _l("change of data"),
    "resign": _l("end of the account"),
    "declare": _l("consents and Regulamin"),
    "erase_data": _l("erasure of data"),
}
"""What a case asks for where it is no account."""


def purpose(name: str) -> str:
    """What a case asks for, where that is to be said."""
    return str(PURPOSES.get(name, ""))
