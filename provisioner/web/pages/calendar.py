"""The office's calendar, read-only, and a small form for "what is the deadline for…" (R4)."""

from flask import Blueprint, render_template, request

from provisioner import applications
from provisioner.cases.channels import Channel
from provisioner.office.days_off import days_off
from provisioner.staff.roles import Action
from provisioner.web.frame.desk import desk
from provisioner.web.gate.access import needs
from provisioner.web.words.choices import chosen
from provisioner.web.words.translate import _

blueprint = Blueprint("calendar", __name__)


@blueprint.get("/calendar")
@needs(Action.READ)
def index() -> str:
    """This year's and next year's days off, and the deadline for a day typed in."""
    parts = desk()
    typed = request.args.get("received_on", "").strip()[:40]
    channel = chosen(Channel, request.args.get("channel")) or Channel.COUNTER
    year = parts.today().year
    with parts.database.reading() as db:
        ahead = applications.preview(
            db,
            {"received_on": typed, "channel": channel},
            today=parts.today(),
            number_pattern=parts.settings.customer_number_pattern,
            scheme=parts.settings.login_scheme,
        )
        years = [(one, days_off(db, one)) for one in (year, year + 1)]
    return render_template(
        "calendar/page.html",
        years=years,
        typed=typed,
        channel=channel,
        channels=list(Channel),
        found=ahead.deadline,
        error=_wrong(typed, ahead.deadline is not None),
        today=parts.today(),
    )


def _wrong(typed: str, understood: bool) -> str:
    if not typed or understood:
        return ""
    return _("Write a real day, like 27.11.2026 or 27.11")
