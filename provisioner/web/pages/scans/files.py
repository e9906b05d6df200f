"""What is sent of a scan: pictures of its pages to look at, and the file itself to keep; each look is written down."""

from uuid import UUID

from flask import Response, abort

from provisioner import journal
from provisioner.cases.viewing import LOOKED_AT
from provisioner.journal import Event
from provisioner.scans import listing
from provisioner.scans.doors import UnknownScan
from provisioner.scans.rules import FileKind, may_be_handed_out, may_be_shown
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages import looks
from provisioner.web.pages.scans.blueprint import blueprint

SANDBOX = "sandbox; default-src 'none'"
"""Whatever a file holds, nothing of it runs or loads anything on our address."""
WEBP = "image/webp"
TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.TIFF: "image/tiff",
}


@blueprint.get("/scans/<uuid:scan_id>/pages/<int:page>")
@needs(Action.READ)
def picture(scan_id: UUID, page: int) -> Response:
    """A page as we have drawn it."""
    return _drawn(scan_id, page, small=False)


@blueprint.get("/scans/<uuid:scan_id>/thumbnails/<int:page>")
@needs(Action.READ)
def thumbnail(scan_id: UUID, page: int) -> Response:
    """The same, small."""
    return _drawn(scan_id, page, small=True)


@blueprint.get("/scans/<uuid:scan_id>/file")
@needs(Action.READ)
def file(scan_id: UUID) -> Response:
    """The file as it came, to be saved and never shown here; who took it stands in the journal before it leaves."""
    parts = desk()
    try:
        with parts.database.transaction() as db:
            scan = listing.scan(db, scan_id)
            if not may_be_handed_out(scan.virus_check):
                abort(404)
            content = listing.content(db, scan_id)
            journal.record(
                db, Event.SCAN_HANDED_OUT, at=parts.clock(), actor=journal.staff(myself().id), object_type=LOOKED_AT,
                object_id=scan.case_id, scan=scan.number, pages=scan.pages, digest=scan.digest,
            )  # fmt: skip
    except UnknownScan:
        abort(404)
    answer = sent(content, TYPES[scan.kind])
    answer.headers["Content-Disposition"] = f"attachment; filename=scan-{scan.number}.{scan.kind.value}"
    return answer


def _drawn(scan_id: UUID, page: int, *, small: bool) -> Response:
    with desk().database.reading() as db:
        try:
            found = listing.picture(db, scan_id, page, small=small)
        except UnknownScan:
            abort(404)
    if not may_be_shown(found.virus_check):
        abort(404)
    looks.note_when_sent(found.case_id, myself().id)
    return sent(found.webp, WEBP)


def sent(content: bytes, kind: str) -> Response:
    """Bytes of this kind, of which nothing runs or loads anything."""
    return Response(content, content_type=kind, headers={"Content-Security-Policy": SANDBOX})
