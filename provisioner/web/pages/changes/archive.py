"""A change of data as one lasting PDF for the archive."""

from uuid import UUID

from provisioner.letters import Table
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.gate.access import needs
from provisioner.web.pages.case.whole import Answer, bound, facts, whole
from provisioner.web.pages.changes.blueprint import blueprint
from provisioner.web.pages.changes.page import change_page, viewed
from provisioner.web.words.translate import _


@blueprint.get("/changes/<uuid:change_id>/case.pdf")
@needs(Action.READ)
def archive(change_id: UUID) -> Answer:
    """All that is known of the case; who took it along is noted as a look."""
    with desk().database.reading() as db:
        one, view = viewed(db, change_id)
        rows = [(each.field, each.before, each.after) for each in view.changing]
        changed = Table(_("What changes"), (_("Field"), _("Before"), _("After")), rows, words=True)
        paper = [changed, facts(_("Application for a change of data"), view.facts)]
        told = whole(db, one, paper, view.head.lines)
    return bound(told, change_page)
