"""The pages of a scan for the archive, with what is known of it."""

from collections.abc import Iterator

from provisioner.letters import Sheets
from provisioner.scans.printing import PagesOfScan, printable
from provisioner.scans.rules import Refusal, Refused, VirusCheck
from provisioner.web.words.dates import full_moment
from provisioner.web.words.paper.scans import KINDS, page_name, scan_name
from provisioner.web.words.paper.signatures import judged
from provisioner.web.words.terms import word
from provisioner.web.words.translate import _


def sheets(one: PagesOfScan) -> Sheets:
    """One scan; no transaction may be open. Raises Refused where that may pass."""
    scan, lines = one.scan, list(_known(one))
    try:
        pictures = printable(one)
    except Refused as refused:
        if refused.why is not Refusal.DAMAGED:
            raise
        pictures = ()
        lines.append(_("Its pages cannot be printed and are left out; they are on the desk, on the page Scans."))
    spoken = [page_name(scan.number, page, scan.pages) for page in range(1, len(pictures) + 1)]
    return Sheets(scan_name(scan.number, scan.pages), lines, pictures, spoken)


def _known(one: PagesOfScan) -> Iterator[str]:
    scan = one.scan
    yield _(
        "%(kind)s, added by %(who)s on %(when)s", kind=KINDS[scan.kind], who=scan.adder.name,
        when=full_moment(scan.added_at),
    )  # fmt: skip
    yield f"SHA-256: {scan.digest}"
    if scan.virus_check is VirusCheck.INFECTED:
        yield _("A virus was found in it; its pages are left out.")
    if one.left_from:
        yield _(
            "Pages from %(page)s on had no room in this document; they are on the desk, on the page Scans.",
            page=one.left_from,
        )
    for found in judged(scan.kind, [each.signature for each in scan.signed]):
        said = word(found.verdict)
        yield f"{said[0].upper()}{said[1:]}. {found.said}".strip()
