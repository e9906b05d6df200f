"""Where cases stand and how they are found, read and worked through."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from provisioner.applications.alike import Likeness
from provisioner.applications.hits import FoundBy
from provisioner.cases.emergency.tables import ReviewOutcome
from provisioner.cases.grounds import HoldGround
from provisioner.cases.queue import Urgency
from provisioner.cases.queue.orders import Order
from provisioner.cases.status import CaseStatus
from provisioner.cases.taking.tables import SkipReason
from provisioner.scans.rules import VirusCheck
from provisioner.scans.signatures import Afterwards, Verdict, Why
from provisioner.web.words.translate import _l

WORDS: Mapping[type[StrEnum], Mapping[Any, Any]] = {
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
    Likeness: {
        Likeness.CUSTOMER_NUMBER: _l("customer number"),
        Likeness.EMAIL: _l("e-mail"),
        Likeness.NIP: _l("NIP"),
        Likeness.PESEL: _l("PESEL"),
        Likeness.PHONE: _l("phone"),
        Likeness.NAME_AND_ADDRESS: _l("name and address"),
        Likeness.RESEMBLING: _l("name and address, written otherwise"),
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
    SkipReason: {
        SkipReason.ASK: _l("somebody has to be asked first"),
        SkipReason.PAPER: _l("the paper is not at hand"),
        SkipReason.PARTIAL: _l("I know the customer"),
        SkipReason.LATER: _l("later"),
    },
    HoldGround: {
        HoldGround.LEGAL_DUTY: _l("a legal duty (GDPR art. 17(3)(b))"),
        HoldGround.CLAIMS: _l("claims: to establish, exercise or defend them (GDPR art. 17(3)(e))"),
    },
    VirusCheck: {
        VirusCheck.NOT_ASKED: _l("nobody was asked about viruses"),
        VirusCheck.WAITING: _l("not yet checked for viruses"),
        VirusCheck.CLEAN: _l("no virus found"),
        VirusCheck.INFECTED: _l("virus found"),
        VirusCheck.UNDECIDED: _l("could not be checked for viruses"),
    },
    Verdict: {
        Verdict.NONE: _l("no electronic signature"),
        Verdict.VALID: _l("signature checked"),
        Verdict.ALTERED: _l("changed after signing"),
        Verdict.UNKNOWN_ISSUER: _l("issuer unknown"),
        Verdict.NOT_CHECKED: _l("signature not checked"),
    },
    Afterwards: {Afterwards.ADDED_TO: _l("signature checked, document added to since")},
    Why: {
        Why.UNREADABLE: _l("The signature is damaged, or written in a way that is not read here."),
        Why.OTHER_KIND: _l("It holds a time stamp or another mark, but no signature that is read here."),
        Why.TOO_MANY: _l("There are more signatures than are looked at."),
        Why.OUT_OF_DATE: _l("The certificate is not valid today; whether it was when it was used, nothing proves."),
        Why.WEAK: _l("It is made in a way that can be forged by now."),
        Why.NOT_FOR_SIGNING: _l("The certificate is not meant for signing documents."),
        Why.CHAIN: _l("The certificates that came with it do not fit together."),
        Why.BEFORE: _l("The file was brought before the desk looked at signatures."),
    },
    ReviewOutcome: {
        ReviewOutcome.RIGHT: _l("it had to be, and is right"),
        ReviewOutcome.OBJECTED: _l("objection"),
    },
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
    VirusCheck: {
        VirusCheck.NOT_ASKED: "later",
        VirusCheck.WAITING: "later",
        VirusCheck.CLEAN: "done",
        VirusCheck.INFECTED: "stop",
        VirusCheck.UNDECIDED: "attention",
    },
    Verdict: {
        Verdict.NONE: "later",
        Verdict.VALID: "done",
        Verdict.ALTERED: "stop",
        Verdict.UNKNOWN_ISSUER: "attention",
        Verdict.NOT_CHECKED: "attention",
    },
    Afterwards: {Afterwards.ADDED_TO: "attention"},
}
"""Colour and icon of each state; the word always stands beside them."""
