"""The scans of a case as one person sees them, decided before they are drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import url_for

from provisioner.cases.tables import Case
from provisioner.scans.doors import REASON, stays
from provisioner.scans.rules import VirusCheck, may_be_handed_out, may_be_shown
from provisioner.scans.tables import Scan
from provisioner.staff.roles import Action
from provisioner.web.gate.access import Me
from provisioner.web.words.dates import moment
from provisioner.web.words.paper.scans import KINDS, page_name, scan_name, size
from provisioner.web.words.paper.signatures import Judged, judged
from provisioner.web.words.translate import _

FILES = "scans"
"""The field of the files to be added."""


@dataclass(frozen=True)
class Sheet:
    """One page: its picture and a small one, and what they are to somebody who sees neither."""

    address: str
    thumbnail: str
    said: str


@dataclass(frozen=True)
class Asked:
    """What was asked about scans and did not go through: at which field, in which words, with what was typed there."""

    field: str = ""
    wrong: str = ""
    typed: str = ""


NOTHING = Asked()


@dataclass(frozen=True)
class Removal:
    """The form by which a scan is taken away; it is `open` where something was wrong with it."""

    field: str
    open: bool
    wrong: str
    typed: str


@dataclass(frozen=True)
class ScanView:
    """One scan; `file` is its address where it is handed out, `sheets` are empty where a virus was found.

    `check` is nothing where no scanner is asked.
    """

    id: UUID
    number: int
    name: str
    about: str
    check: VirusCheck | None
    signatures: Sequence[Judged]
    infected: bool
    sheets: Sequence[Sheet]
    file: str
    removal: Removal | None


@dataclass(frozen=True)
class ScansView:
    """All scans of a case, and whether this person may add one; `wrong` is what was wrong with the files added last."""

    case_id: UUID
    scans: Sequence[ScanView]
    addable: bool
    wrong: str

    @property
    def sheets(self) -> Sequence[Sheet]:
        """Every page of every scan that is shown, in order."""
        return [sheet for scan in self.scans for sheet in scan.sheets]


def scans_view(
    case_id: UUID,
    found: Sequence[Scan],
    person: Me,
    case: Case | None = None,
    asked: Asked = NOTHING,
) -> ScansView:
    """What this person sees; only where the `case` is given a scan is offered to be removed."""
    may = person.may(Action.RECORD)
    scans = [_scan(one, may, case, asked) for one in found]
    return ScansView(case_id, scans, may, asked.wrong if asked.field == FILES else "")


def _scan(one: Scan, may: bool, case: Case | None, asked: Asked) -> ScanView:
    infected = one.virus_check is VirusCheck.INFECTED
    return ScanView(
        id=one.id,
        number=one.number,
        name=scan_name(one.number, one.pages),
        about=_(
            "%(kind)s, %(size)s, added by %(who)s %(when)s", kind=KINDS[one.kind], size=size(one.bytes),
            who=one.adder.name, when=moment(one.added_at),
        ),
        check=None if one.virus_check is VirusCheck.NOT_ASKED else one.virus_check,
        signatures=judged(one.kind, [each.signature for each in one.signed]),
        infected=infected,
        sheets=_sheets(one) if may_be_shown(one.virus_check) else (),
        file=url_for("scans.file", scan_id=one.id) if may_be_handed_out(one.virus_check) else "",
        removal=_removal(one, asked) if may and case and not stays(one, case) else None,
    )  # fmt: skip


def _removal(one: Scan, asked: Asked) -> Removal:
    field = removal_field(one.number)
    if asked.field != field:
        return Removal(field, open=False, wrong="", typed="")
    return Removal(field, open=True, wrong=asked.wrong, typed=asked.typed)


def removal_field(number: int) -> str:
    """The id of the field in which is said why the scan of this number is removed."""
    return f"{REASON}-{number}"


def _sheets(one: Scan) -> Sequence[Sheet]:
    return [
        Sheet(
            url_for("scans.picture", scan_id=one.id, page=page),
            url_for("scans.thumbnail", scan_id=one.id, page=page),
            page_name(one.number, page, one.pages),
        )
        for page in range(1, one.pages + 1)
    ]
