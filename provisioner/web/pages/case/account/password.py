"""The life of an account's temporary password, told from what is known anyway: mailed, used, until when."""

from datetime import datetime

from provisioner.accounts.delivery.tables import MailReport
from provisioner.accounts.reissues import again_at
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.applications.case import Case
from provisioner.journal import Event
from provisioner.web.desk import desk
from provisioner.web.words.dates import moment
from provisioner.web.words.delivery import delivery
from provisioner.web.words.translate import _, ngettext

TOLD_OF = (AccountStatus.NOTIFIED, AccountStatus.EXPIRED)
"""Here the mail surely left, so that it is worth saying when nothing is known of it."""


def password_line(account: Account, report: MailReport | None) -> str:
    """One line, with what became of its mail; nothing where there was no password yet."""
    line = _of_the_password(account)
    unused = line and not account.activated_at and account.status is not AccountStatus.CREATED
    if unused and (report or account.status in TOLD_OF):
        return f"{line} {delivery(report)}"
    return line


def _of_the_password(account: Account) -> str:
    status, sent = account.status, moment(account.notified_at) if account.notified_at else ""
    if status is AccountStatus.CREATED:
        if not sent:
            return _("not sent yet.")
        return _("a new one is about to be sent. The former one, sent %(sent)s, dies.", sent=sent)
    if account.activated_at and not sent:
        return _("used by %(used)s; the customer has set their own.", used=moment(account.activated_at))
    if not sent or account.password_valid_until is None:
        return ""
    known = {"sent": sent, "end": moment(account.password_valid_until)}
    if account.activated_at:
        known["used"] = moment(account.activated_at)
        return _("sent %(sent)s, used by %(used)s; the customer has set their own.", **known)
    if account.shut_at:
        known["since"] = moment(account.shut_at)
        return _(
            "sent %(sent)s, not used, valid until %(end)s. It is being retired: from %(since)s "
            "nobody can log in for some ten minutes.",
            **known,
        )
    if status is AccountStatus.EXPIRED or account.attention is Attention.MAIL_CAME_BACK:
        return _("sent %(sent)s, not used; it is dead (valid until %(end)s).", **known)
    return _("sent %(sent)s, not used so far, valid until %(end)s.", **known)


def too_many_today(found: Case) -> str:
    """The same as the door says, from the history that is read anyway; nothing while one can be sent."""
    asked = (line.at for line in found.history if line.event is Event.ACCOUNT_REISSUED)
    again = again_at(asked, found.rules.reissues_a_day, desk().clock())
    return too_many(found.rules.reissues_a_day, again) if again else ""


def too_many(most: int, again: datetime) -> str:
    """Why no new password can be sent now, and when one can."""
    sent = ngettext(
        "%(num)d new password was sent within 24 hours: the office allows no more.",
        "%(num)d new passwords were sent within 24 hours: the office allows no more.",
        most,
    )
    return f"{sent} " + _("The next can be sent from: %(when)s.", when=moment(again))
