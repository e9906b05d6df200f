"""An application that came by e-mail: the saved mail says when it came and brings its scans."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from provisioner.applications import paper
from provisioner.cases.channels import Channel
from provisioner.entry.fields import plain_day
from provisioner.office import OfficeRules
from provisioner.office.time import office_date
from provisioner.scans import doors
from provisioner.scans.mails import ReadMail, is_mail, read_mail
from provisioner.scans.reading import ReadScan, read
from provisioner.scans.rules import Refused
from provisioner.web.desk import desk
from provisioner.web.pages.scans.sent import NotTaken, chosen, read_each
from provisioner.web.words.dates import moment
from provisioner.web.words.paper.scans import refusal, refusal_of
from provisioner.web.words.translate import _, ngettext


@dataclass(frozen=True)
class Opened:
    """The scans that were sent, alone or with a mail; `left` says of each file of the mail that is none why so."""

    scans: Sequence[ReadScan]
    mail: ReadMail | None = None
    left: Sequence[str] = ()


def opened(rules: OfficeRules) -> Opened:
    """What was chosen: scans, or one mail with what came with it. Raises NotTaken."""
    sent = chosen(rules)
    if not any(is_mail(one) for one in sent):
        return Opened(read_each(sent, rules, codes=True))
    if len(sent) > 1:
        raise NotTaken(_("Choose one mail alone: each is an application of its own"))
    try:
        mail = read_mail(sent[0])
    except Refused as refused:
        raise NotTaken(refusal(refused.why, 1, 1, rules)) from None
    scans: list[ReadScan] = []
    left: list[str] = []
    for number, content in enumerate(mail.files, start=1):
        try:
            scans.append(read(content, doors.limits(rules), codes=True))
        except Refused as refused:
            left.append(refusal_of(_("File %(number)s of the mail", number=number), refused.why, rules))
    return Opened(scans, mail, left)


def proposed(typed: Mapping[str, str], mail: ReadMail) -> dict[str, str]:
    """The form with the channel and the day on which the mail came; both can be changed."""
    by_mail = {**typed, paper.CHANNEL.name: Channel.EMAIL.value}
    day = office_date(mail.received) if mail.received else None
    return by_mail | {paper.RECEIVED_ON.name: plain_day(day)} if day and day <= desk().today() else by_mail


def said(found: Opened) -> str:
    """What is said about a mail; empty where none was sent."""
    if found.mail is None:
        return ""
    return " ".join([_(
        "Sent by %(sender)s, received %(when)s. Compare the channel and the date received.",
        sender=found.mail.sender or _("an unreadable address"), when=_when(found.mail),
    ), *_files(found), *(f"{one}." for one in found.left)])  # fmt: skip


def _when(mail: ReadMail) -> str:
    if mail.received is None:
        return _("at an unknown time")
    text = moment(mail.received)
    return text if office_date(mail.received) <= desk().today() else _("%(when)s, which is still to come", when=text)


def _files(found: Opened) -> Sequence[str]:
    if not found.scans:
        return [_("No scan came with it that can be kept: key the paper in from the mail.")]
    kept = ngettext("%(num)d file of it is kept as a scan.", "%(num)d files of it are kept as scans.", len(found.scans))
    others = found.mail.others if found.mail else 0
    if not others:
        return [kept]
    text = ngettext("%(num)d other part was left in the mail.", "%(num)d other parts were left in the mail.", others)
    return [kept, text]
