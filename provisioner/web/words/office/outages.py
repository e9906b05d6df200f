"""What keeps work waiting, in one sentence for the banner on every page."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from provisioner.outside.outages import ASIDE, Outage
from provisioner.outside.parts import KEYCLOAK, REPORTS, VIRUSES
from provisioner.web.words.dates import full_moment
from provisioner.web.words.dates import since as since_when
from provisioner.web.words.translate import _, _l, ngettext

KEYCLOAK_REFUSES = _l("Keycloak has refused the desk since %(since)s: the operator has to mend its rights.")
MAIL_REFUSES = _l("The mail server has refused our mails since %(since)s: the operator has to mend the settings.")
REPORTS_REFUSED = _l(
    "The mailbox of delivery reports cannot be read since %(since)s: the operator has to mend the settings. Mails that "
    "come back go unnoticed meanwhile."
)
VIRUSES_SILENT = _l(
    "The virus scanner has not answered since %(since)s: new scans wait for it, their pages are shown all the same."
)
GENERAL: Mapping[str, Any] = {KEYCLOAK: KEYCLOAK_REFUSES, REPORTS: REPORTS_REFUSED, VIRUSES: VIRUSES_SILENT}
SENTENCES: Mapping[str, Any] = {
    "silent": _l("Nothing has been carried out since %(since)s: the system does not work. Tell the operator."),
    "keycloak_unreachable": _l("Keycloak has not answered since %(since)s."),
    "keycloak_answer": _l(
        "Something else has answered in Keycloak's place since %(since)s: the operator has to look at the proxy."
    ),
    "keycloak_asks_more": _l(
        "Keycloak has asked for more than the desk sends since %(since)s: the operator has to look at its settings."
    ),
    "keycloak_password_policy": _l(
        "Keycloak has refused the desk's temporary passwords since %(since)s: somebody has made Keycloak's "
        "demands on passwords stricter; the operator has to look at it."
    ),
    "refused": _l(
        "Several accounts in a row have been refused for the same reason since %(since)s, so the others wait: tell the "
        "operator the code at one of them."
    ),
    "keycloak_error": _l(
        "Keycloak has answered for several accounts in a row that it has made a mistake, since %(since)s, so the "
        "others wait: the operator has to look at its log."
    ),
    "sessions_left": _l(
        "Keycloak has kept sessions of several customers in a row who are to be blocked since %(since)s, so the others "
        "wait: the operator has to look at its log."
    ),
    "mail_deferred": _l(
        "The mail server has put off several mails in a row since %(since)s, so the others wait: they are tried again "
        "by themselves."
    ),
    "observer_forbidden": _l(
        "Keycloak has not let the desk read what happens to customers' users since %(since)s: the operator has to mend "
        "the read-only client of their realm. Accounts are carried out as always."
    ),
    "staff_observer_forbidden": _l(
        "Keycloak has not let the desk read what happens to staff's users since %(since)s: the operator has to mend "
        "the read-only client of their realm. Accounts are carried out as always."
    ),
    "reports_unreachable": _l(
        "The mailbox of delivery reports has not answered since %(since)s: mails that come back go unnoticed meanwhile."
    ),
    "mail_unreachable": _l("The mail server has not answered since %(since)s."),
    "mail_busy": _l("The mail server has asked us to come back later since %(since)s."),
    "mail_certificate": _l(
        "The mail server's certificate has not been valid since %(since)s: the operator has to mend it."
    ),
    "mail_no_tls": _l(
        "The mail server has offered no encryption since %(since)s: the operator has to mend the settings."
    ),
    "mail_no_login": _l("The mail server has offered no login since %(since)s: the operator has to mend the settings."),
}
"""By the short name of the problem, of a lane without its name; others have the general sentence of their part."""


def restored(made_at: datetime) -> str:
    """From when the backup is that this desk came out of, and that it waits."""
    return _(
        "The desk was restored from a backup (%(when)s): what was recorded later is not here. Papers can be recorded "
        "and decided, but no account is made and no mail leaves until the operator has compared it with Keycloak.",
        when=full_moment(made_at),
    )


def outage(found: Outage) -> str:
    """What is down since when, and that nothing is lost."""
    general = GENERAL.get(found.component, MAIL_REFUSES)
    met = found.problem.removeprefix(f"{found.component}_")
    sentence = SENTENCES.get(found.problem) or SENTENCES.get(met, general)
    cause = str(sentence) % {"since": since_when(found.since)}
    if found.component in ASIDE:
        return cause
    waiting = ngettext(
        "%(num)d account is waiting, nothing is lost.", "%(num)d accounts are waiting, nothing is lost.", found.waiting
    )
    return f"{cause} {waiting}"
