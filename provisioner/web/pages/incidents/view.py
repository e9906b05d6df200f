"""What the register shows of each incident, on the page and in a file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from provisioner.incidents.past import PastIncident
from provisioner.incidents.rules import Disclosed, IncidentStatus, hours_left
from provisioner.incidents.tables import Incident
from provisioner.office.time import OFFICE_TIME
from provisioner.sheets import Row as SheetRow
from provisioner.staff.tables import StaffMember
from provisioner.web.words.choices import chosen
from provisioner.web.words.dates import long_day, moment, plain_day
from provisioner.web.words.terms import word
from provisioner.web.words.translate import _, ngettext


@dataclass(frozen=True)
class Row:
    """One incident in the register; `clock` is told until somebody has assessed it."""

    id: UUID
    application_id: UUID
    number: str
    customer: str
    status: IncidentStatus
    opened: str
    clock: str
    late: bool
    what: str


@dataclass(frozen=True)
class PastRow:
    """What stays in the register of an incident whose case is erased."""

    number: str
    status: IncidentStatus
    opened: str
    disclosed: str
    authority: str
    customer_told: str


@dataclass(frozen=True)
class IncidentView:
    """Everything known of one incident."""

    row: Row
    revision: int
    login: str
    sent_to: str
    disclosed: str
    opener: str
    due: str
    assessed: str
    assessment: str
    authority: str
    customer_told: str
    closed: str
    measures: str


def row(one: Incident, now: datetime) -> Row:
    """A line of the register."""
    open_ = one.status is IncidentStatus.OPEN
    return Row(
        id=one.id,
        application_id=one.account.case_id,
        number=one.account.case_number,
        customer=one.account.display_name,
        status=one.status,
        opened=moment(one.opened_at),
        clock=time_left(one.due_at, now) if open_ else "",
        late=open_ and one.due_at <= now,
        what=one.what,
    )


def past_row(one: PastIncident) -> PastRow:
    """A line of the register that has outlived its case."""
    return PastRow(
        number=one.case_number, status=one.status, opened=moment(one.opened_at), disclosed=read_by_stranger(one),
        authority=_told_authority(one), customer_told=_yes(one.customer_told),
    )  # fmt: skip


def view(one: Incident, now: datetime) -> IncidentView:
    """The whole incident."""
    return IncidentView(
        row=row(one, now),
        revision=one.revision,
        login=one.account.login,
        sent_to=one.sent_to,
        disclosed=read_by_stranger(one),
        opener=one.opener.name,
        due=moment(one.due_at),
        assessed=_who(one.assessor, one.assessed_at),
        assessment=one.assessment,
        authority=authority(one),
        customer_told=_yes(one.customer_told),
        closed=_who(one.closer, one.closed_at),
        measures=one.measures,
    )


def time_left(due_at: datetime, now: datetime) -> str:
    """How much of the time to tell the authority is left, or since when it is over."""
    left = hours_left(due_at, now)
    if left < 0:
        return ngettext("%(num)d hour late", "%(num)d hours late", -left)
    if left == 0:
        return _("less than an hour left")
    return ngettext("%(num)d hour left", "%(num)d hours left", left)


def authority(one: Incident) -> str:
    """Whether the authority was told, when, and why not or why so late."""
    told = _told_authority(one)
    return f"{told}: {one.authority_reason}" if told and one.authority_reason else told


def _told_authority(one: Incident | PastIncident) -> str:
    if one.authority_told is None:
        return ""
    return _("told on %(when)s", when=long_day(one.authority_on)) if one.authority_on else _("not told")


def read_by_stranger(one: Incident | PastIncident) -> str:
    """The data in the mail, in words."""
    known = [chosen(Disclosed, name) for name in one.disclosed]
    return ", ".join(word(name) for name in known if name)


def _yes(answer: bool | None) -> str:
    return "" if answer is None else _("yes") if answer else _("no")


def _who(person: StaffMember | None, at: datetime | None) -> str:
    return f"{person.name}, {moment(at)}" if person and at else ""


def headings() -> SheetRow:
    """The first row of a file."""
    return [
        _("Application"), _("Customer"), _("Login"), _("State"), _("What is known of it"), _("Sent to"),
        _("What could be read"), _("Noted"), _("Noted by"), _("Authority to be told by"), _("Assessment"),
        _("Assessed by"), _("Assessed"), _("Authority (UODO)"), _("Told on"), _("Reason"), _("Customer told"),
        _("What was done about it"), _("Closed by"), _("Closed"),
    ]  # fmt: skip


def sheet_rows(found: Iterable[Incident], gone: Iterable[PastIncident]) -> Iterator[SheetRow]:
    """A row for each incident, those of erased cases last."""
    for one in found:
        account = one.account
        yield _sheet_row(
            one, (account.case_number, account.display_name, account.login), what=one.what, sent_to=one.sent_to,
            assessment=one.assessment, why=one.authority_reason, measures=one.measures,
        )  # fmt: skip
    for past in gone:
        yield _sheet_row(past, (past.case_number, "", ""))


def _sheet_row(
    one: Incident | PastIncident, whose: tuple[str, str, str], *, what: str = "", sent_to: str = "",
    assessment: str = "", why: str = "", measures: str = "",
) -> SheetRow:  # fmt: skip
    """In the order of the headings; what people wrote is gone with an erased case."""
    return [
        *whose, word(one.status), what, sent_to, read_by_stranger(one), _at(one.opened_at), one.opener.name,
        _at(one.due_at), assessment, one.assessor.name if one.assessor else "", _at(one.assessed_at),
        _yes(one.authority_told), plain_day(one.authority_on) if one.authority_on else "", why,
        _yes(one.customer_told), measures, one.closer.name if one.closer else "", _at(one.closed_at),
    ]  # fmt: skip


def _at(at: datetime | None) -> str:
    return at.astimezone(OFFICE_TIME).isoformat(" ", "seconds") if at else ""
