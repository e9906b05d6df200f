"""An application that came by e-mail: the saved mail says when it came and brings its scans."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import monotonic

from provisioner.applications import paper
from provisioner.cases.channels import Channel
from provisioner.entry.fields import plain_day
from provisioner.office import OfficeRules
from provisioner.office.time import office_clock, office_date
from provisioner.scans.mails import ReadMail, is_mail, read_mail
from provisioner.scans.reading import ReadScan
from provisioner.scans.rules import Refused
from provisioner.web.desk import desk
from provisioner.web.pages.intake.drafts import in_full
from provisioner.web.pages.scans.sent import NotTaken, chosen, read_each, read_one, too_many
from provisioner.web.words.dates import moment
from provisioner.web.words.paper.scans import refusal, refusal_of
from provisioner.web.words.translate import _, ngettext

SECONDS = 60
"""So long the files of one mail are read: later than that none is begun, for somebody waits, and others behind them."""


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
    if len(mail.files) > rules.scans_a_case:
        raise too_many(rules)
    return _each(mail, rules)


def _each(mail: ReadMail, rules: OfficeRules) -> Opened:
    scans: list[ReadScan] = []
    left: list[str] = []
    ends = monotonic() + SECONDS
    for number, content in enumerate(mail.files, start=1):
        name = _("File %(number)s of the mail", number=number)
        if monotonic() >= ends:
            left.append(_("%(file)s was not looked at, because the others took too long: add it alone", file=name))
            continue
        try:
            scans.append(read_one(content, rules, codes=True))
        except Refused as refused:
            left.append(refusal_of(name, refused.why, rules))
    return Opened(scans, mail, left)


def proposed(typed: Mapping[str, str], mail: ReadMail) -> tuple[dict[str, str], bool]:
    """The form with the channel of a mail, the day and the hour at which it came, and whether it says otherwise.

    What was typed stays; what is proposed can be changed.
    """
    there = {**typed, **in_full(typed)}
    told = {paper.CHANNEL.name: Channel.EMAIL.value}
    day = office_date(mail.received) if mail.received else None
    if mail.received and day and day <= desk().today():
        told[paper.RECEIVED_ON.name] = plain_day(day)
        # The hour says nothing of another day.
        if there.get(paper.RECEIVED_ON.name, "") in ("", told[paper.RECEIVED_ON.name]):
            told[paper.RECEIVED_TIME.name] = f"{office_clock(mail.received):%H:%M}"
    differs = any(there.get(name, "") not in ("", text) for name, text in told.items())
    return {**typed, **{name: text for name, text in told.items() if not typed.get(name)}}, differs


def said(found: Opened, *, differs: bool) -> str:
    """What is said about a mail; empty where none was sent. It `differs` where something else was typed."""
    if found.mail is None:
        return ""
    stays = [_("What was typed before says otherwise and stays.")] if differs else []
    return " ".join([_(
        "Sent by %(sender)s, received %(when)s. Compare the channel and the date received.",
        sender=found.mail.sender or _("an unreadable address"), when=_when(found.mail),
    ), *stays, *_files(found), *_signed(found), *(f"{one}." for one in found.left)])  # fmt: skip


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


def _signed(found: Opened) -> Sequence[str]:
    """Of signatures in files of their own it is said that nobody has looked."""
    many = found.mail.signatures if found.mail else 0
    if not many:
        return []
    return [ngettext(
        "%(num)d electronic signature in a file of its own came with it; it is not checked here.",
        "%(num)d electronic signatures in files of their own came with it; they are not checked here.", many,
    )]  # fmt: skip
