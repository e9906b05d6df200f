"""What the page of Keycloak shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from provisioner.accounts.tables import Account
from provisioner.agreement.listing import Open
from provisioner.agreement.rules import ALARMS, BY_OPERATOR, PUT_BACK, is_mendable
from provisioner.agreement.tables import AgreementRun, Finding
from provisioner.staff.roles import Action
from provisioner.web.gate.access import Me
from provisioner.web.words.dates import moment
from provisioner.web.words.office import findings as words
from provisioner.web.words.translate import _, ngettext


@dataclass(frozen=True)
class Line:
    """One finding, mended by a `button` or an operator's `command`, if at all; `error` stands at the note's field.

    `looks` tells that it can be looked at again, once the operator has been at it.
    """

    id: int
    alarm: bool
    sentence: str
    advice: str
    about: Sequence[str]
    case_id: UUID | None
    number: str
    customer: str
    button: str
    command: str
    looks: bool
    asked: str
    settles: bool
    typed: str
    error: str


@dataclass(frozen=True)
class Run:
    """One comparison of everything."""

    when: str
    said: str
    stopped: bool


@dataclass(frozen=True)
class View:
    """The page; `rest` tells of more than are shown."""

    lines: Sequence[Line]
    rest: str
    runs: Sequence[Run]
    links: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Refused:
    """What was typed for one finding, and what is wrong with it."""

    finding_id: int = 0
    typed: str = ""
    error: str = ""


def view(found: Open, ran: Sequence[AgreementRun], person: Me, refused: Refused) -> View:
    """For this person."""
    rest = ngettext("%(num)d more is not shown.", "%(num)d more are not shown.", found.rest) if found.rest else ""
    lines = [_line(finding, account, person, refused) for finding, account in found.lines]
    links = [(f"note-{one.id}", one.error) for one in lines if one.error]
    return View(lines, rest, [_run(one) for one in ran], links)


def _line(finding: Finding, account: Account | None, person: Me, refused: Refused) -> Line:
    ours = refused if refused.finding_id == finding.id else Refused()
    return Line(
        id=finding.id,
        alarm=finding.kind in ALARMS,
        sentence=words.found(finding.kind),
        advice=words.advice(finding.kind, mendable=_is_mendable(finding, account)),
        about=[one for one in _about(finding) if one],
        case_id=account.case_id if account else None,
        number=account.case_number if account else "",
        customer=account.display_name if account else "",
        button=_button(finding, account) if person.may(Action.MEND) else "",
        command=f"provisioner realm put-back {account.case_number}" if account and finding.kind in PUT_BACK else "",
        looks=account is not None and finding.kind in BY_OPERATOR and person.may(Action.MEND),
        asked=_("asked for %(when)s; the system is at it", when=moment(finding.asked_at)) if finding.asked_at else "",
        settles=person.may(Action.SETTLE),
        typed=ours.typed,
        error=ours.error,
    )


def _about(finding: Finding) -> Sequence[str]:
    subject = "" if finding.account_id else finding.subject
    return (
        words.whose(finding.realm), moment(finding.last_at), words.times(finding.times), subject, words.by(finding.by),
    )  # fmt: skip


def _button(finding: Finding, account: Account | None) -> str:
    can = _is_mendable(finding, account) and not finding.asked_at
    return str(words.BUTTONS[finding.kind]) if can else ""


def _is_mendable(finding: Finding, account: Account | None) -> bool:
    return account is not None and is_mendable(finding.kind, account.status)


def _run(one: AgreementRun) -> Run:
    if one.ended_at is None:
        return Run(moment(one.started_at), _("not finished"), stopped=True)
    said = [
        ngettext("%(num)d account compared", "%(num)d accounts compared", one.accounts),
        ngettext("%(num)d differs", "%(num)d differ", one.differing),
        ngettext("%(num)d user of another system", "%(num)d users of another system", one.strangers),
    ]
    if one.stopped:
        said.append(_("stopped: too much differs at once, so nothing was noted. Ask the operator"))
    return Run(moment(one.started_at), ", ".join(said), one.stopped)
