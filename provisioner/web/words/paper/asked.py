"""What papers say: who files them, how they come, what is asked and answered."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from provisioner.applications.rules import Answer, CustomerKind, FiledBy, ProofKind
from provisioner.cases.channels import Channel
from provisioner.erasures.rules import RequestKind
from provisioner.forms.tables import ClauseKind
from provisioner.mail.language import Language
from provisioner.office.grounds import Asker, Entitled
from provisioner.resignations.many import Flaw
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
        FiledBy.ORGAN: _l("a company's representative (board, proxy)"),
        FiledBy.GUARDIAN: _l("a legal guardian"),
        FiledBy.CURATOR: _l("a curator"),
        FiledBy.HEIR: _l("an heir"),
    },
    ProofKind: {
        ProofKind.POWER: _l("power of attorney"),
        ProofKind.REGISTER: _l("extract from the register (KRS)"),
        ProofKind.RESOLUTION: _l("resolution"),
        ProofKind.COURT: _l("court decision"),
        ProofKind.OTHER: _l("other document"),
    },
    ClauseKind: {
        ClauseKind.TERM: _l("term of the contract"),
        ClauseKind.NOTICE: _l("notice"),
        ClauseKind.CONSENT: _l("consent"),
    },
    Language: {Language.PL: _l("Polish"), Language.EN: _l("English")},
    Answer: {Answer.ACCEPTED: _l("yes"), Answer.REFUSED: _l("no"), Answer.ILLEGIBLE: _l("illegible")},
    Asker: {
        Asker.CUSTOMER: _l("the customer"),
        Asker.ATTORNEY: _l("an attorney"),
        Asker.MANAGER: _l("a manager"),
        Asker.GUARDIAN: _l("a legal guardian"),
        Asker.CURATOR: _l("a curator"),
        Asker.HEIR: _l("an heir"),
        Asker.OFFICE: _l("the office"),
    },
    Entitled: {
        Entitled.CUSTOMER: _l("the customer"),
        Entitled.ATTORNEY: _l("an attorney, manager, guardian or curator"),
        Entitled.HEIR: _l("an heir"),
        Entitled.OFFICE: _l("the office"),
    },
    RequestKind: {
        RequestKind.ERASURE: _l("erasure of data"),
        RequestKind.COPY: _l("copy of data"),
    },
    Flaw: {
        Flaw.UNKNOWN: _l("no account of this number or login"),
        Flaw.SEVERAL: _l("more than one account of this number: write the login"),
        Flaw.TWICE: _l("stands in the list twice"),
        Flaw.UNDER_WAY: _l("something about the account has to be finished first"),
        Flaw.RECORDED: _l("a paper ends this account already"),
    },
}
