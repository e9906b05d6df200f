"""What is said of a decision: that it waits, that it is done, that it was done already; where its reason is typed."""

from provisioner.cases.status import CaseStatus
from provisioner.web.words.translate import _l

FIELDS = {
    CaseStatus.REFUSED: "refuse_reason",
    CaseStatus.INCOMPLETE: "missing",
    CaseStatus.WITHDRAWN: "withdraw_reason",
}
"""Where the reason of each decision is typed."""
DONE = {
    CaseStatus.REFUSED: _l("Refused %(number)s. The letter waits among those to print."),
    CaseStatus.INCOMPLETE: _l("%(number)s is returned as incomplete. The letter waits among those to print."),
    CaseStatus.WITHDRAWN: _l("Withdrawn %(number)s."),
}
WAITS = {
    CaseStatus.APPROVED: _l("%(number)s: approved. It counts from %(time)s; until then you can take it back."),
    CaseStatus.REFUSED: _l("%(number)s: refused. It counts from %(time)s; until then you can take it back."),
    CaseStatus.INCOMPLETE: _l(
        "%(number)s: returned as incomplete. It counts from %(time)s; until then you can take it back."
    ),
}
ALREADY = {
    CaseStatus.APPROVED: _l("Already approved (by you, %(when)s)."),
    CaseStatus.REFUSED: _l("Already refused (by you, %(when)s)."),
    CaseStatus.INCOMPLETE: _l("Already returned as incomplete (by you, %(when)s)."),
    CaseStatus.WITHDRAWN: _l("The withdrawal is already noted (by you, %(when)s)."),
}
