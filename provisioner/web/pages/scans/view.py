"""The scans of a case as one person sees them, decided before they are drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import url_for

from provisioner.cases.status import OPEN_CASES, CaseStatus
from provisioner.scans.rules import VirusCheck, may_be_handed_out, may_be_shown
from provisioner.scans.tables import Scan
from provisioner.staff.roles import Action
from provisioner.web.gate.access import Me
from provisioner.web.words.dates import moment
from provisioner.web.words.paper.scans import KINDS, check_word, scan_name, size
from provisioner.web.words.translate import _

TONES = {
    VirusCheck.WAITING: "later",
    VirusCheck.CLEAN: "done",
    VirusCheck.INFECTED: "overdue",
    VirusCheck.UNDECIDED: "attention",
}


@dataclass(frozen=True)
class Sheet:
    """One page: its picture and a small one, and what they are to somebody who sees neither."""

    address: str
    thumbnail: str
    said: str


@dataclass(frozen=True)
class ScanView:
    """One scan; `file` is its address where it is handed out, `sheets` are empty where a virus was found."""

    id: UUID
    number: int
    name: str
    about: str
    check: str
    tone: str
    infected: bool
    sheets: Sequence[Sheet]
    file: str
    removable: bool


@dataclass(frozen=True)
class ScansView:
    """All scans of a case, and whether this person may add one."""

    case_id: UUID
    scans: Sequence[ScanView]
    addable: bool

    @property
    def sheets(self) -> Sequence[Sheet]:
        """Every page of every scan that is shown, in order."""
        return [sheet for scan in self.scans for sheet in scan.sheets]


def scans_view(case_id: UUID, found: Sequence[Scan], person: Me, status: CaseStatus | None = None) -> ScansView:
    """What this person sees; only where the `status` of the case is given a scan is offered to be removed."""
    may = person.may(Action.RECORD)
    return ScansView(case_id, [_scan(one, may, status) for one in found], may)


def _scan(one: Scan, may: bool, status: CaseStatus | None) -> ScanView:
    infected = one.virus_check is VirusCheck.INFECTED
    return ScanView(
        id=one.id,
        number=one.number,
        name=scan_name(one.number, one.pages),
        about=_(
            "%(kind)s, %(size)s, added by %(who)s %(when)s", kind=KINDS[one.kind], size=size(one.bytes),
            who=one.adder.name, when=moment(one.added_at),
        ),
        check=check_word(one.virus_check),
        tone=TONES.get(one.virus_check, ""),
        infected=infected,
        sheets=_sheets(one) if may_be_shown(one.virus_check) else (),
        file=url_for("scans.file", scan_id=one.id) if may_be_handed_out(one.virus_check) else "",
        removable=may and status is not None and (infected or status in OPEN_CASES),
    )  # fmt: skip


def _sheets(one: Scan) -> Sequence[Sheet]:
    return [
        Sheet(
            url_for("scans.picture", scan_id=one.id, page=page),
            url_for("scans.thumbnail", scan_id=one.id, page=page),
            _("Scan %(number)s, page %(page)s of %(pages)s", number=one.number, page=page, pages=one.pages),
        )
        for page in range(1, one.pages + 1)
    ]
