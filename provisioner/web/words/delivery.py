"""What became of a mail about an account, as far as mail servers report it."""

from collections.abc import Mapping
from typing import Any

from provisioner.accounts import kinds
from provisioner.accounts.delivery.tables import MailReport
from provisioner.accounts.delivery.take import EVENTS
from provisioner.agreement.kinds import TELL_CODES_OFF, TELL_CODES_ON, TELL_PASSWORD
from provisioner.declarations.kinds import TELL_REGULAMIN
from provisioner.journal import Event
from provisioner.outside.reports import Arrival
from provisioner.web.words.dates import moment
from provisioner.web.words.translate import _, _l

SENTENCES: Mapping[Arrival, Any] = {
    Arrival.PASSED_ON: _l("The mail was passed on (reported %(when)s); whether it arrived is not known."),
    Arrival.DELAYED: _l("Delivery is delayed (reported %(when)s, code: %(code)s): the mail server keeps trying."),
    Arrival.DELIVERED: _l("The mail was delivered (reported %(when)s)."),
    Arrival.CAME_BACK: _l("The mail was not delivered: it came back (reported %(when)s, code: %(code)s)."),
}
SHORT: Mapping[Arrival, Any] = {
    Arrival.DELAYED: _l("delivery of the mail is delayed"),
    Arrival.DELIVERED: _l("the mail was delivered"),
    Arrival.CAME_BACK: _l("the mail came back, its password is being retired"),
}
MAILS: Mapping[str, Any] = {
    kinds.NOTIFY.name: _l("login details"),
    kinds.REMIND.name: _l("reminder"),
    kinds.TELL_BLOCKED.name: _l("notice of the block"),
    kinds.TELL_UNBLOCKED.name: _l("notice of unblocking"),
    kinds.TELL_CHANGED.name: _l("notice of changed data"),
    kinds.TELL_FORMER.name: _l("notice to the former address"),
    kinds.TELL_CLOSING.name: _l("notice that the account is closed"),
    TELL_PASSWORD.name: _l("notice of a changed password"),
    TELL_CODES_ON.name: _l("notice of one-time codes turned on"),
    TELL_CODES_OFF.name: _l("notice of one-time codes turned off"),
    TELL_REGULAMIN.name: _l("request to accept the Regulamin"),
    kinds.TELL_CLOSED.name: _l("notice that the account is deleted"),
}
"""Each mail by the kind of work that sends it."""


OF_A_MAIL = frozenset({*EVENTS.values(), Event.ACCOUNT_TOLD, Event.ACCOUNT_NOT_TOLD})


def delivery(report: MailReport | None) -> str:
    """One sentence on the mail of the present password."""
    if report is None:
        return _("Whether the mail arrived is not known.")
    return str(SENTENCES[report.arrival]) % {"when": moment(report.at), "code": report.code}


def in_short(arrival: Arrival | None) -> str:
    """The same for a row of a list; nothing where nothing is known."""
    return str(SHORT.get(arrival, "")) if arrival else ""


def which_mail(event: Event, about: object) -> str:
    """The mail a line of the history is about, where its sentence does not say so itself."""
    return str(MAILS[about]) if event in OF_A_MAIL and isinstance(about, str) and about in MAILS else ""
