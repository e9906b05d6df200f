"""Numbers for the manager, and a year of them as an accessible PDF; both are counted when they are asked for."""

from flask import Blueprint, abort, render_template, request
from werkzeug.wrappers import Response

from provisioner.journal import Event
from provisioner.letters import NotPrintable
from provisioner.numbers import Period, first_year, numbers
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.errors import Advice, show
from provisioner.web.frame.sheet import sheet as saved
from provisioner.web.gate.access import needs
from provisioner.web.pages.numbers.asked import read
from provisioner.web.pages.numbers.report import report
from provisioner.web.pages.numbers.sections import not_counted, sections
from provisioner.web.words.sheets import sheet
from provisioner.web.words.translate import _

blueprint = Blueprint("numbers", __name__)


@blueprint.get("/numbers")
@needs(Action.READ_NUMBERS)
def index() -> str:
    """The numbers of the year or month that the address names."""
    today = desk().today()
    with desk().database.reading() as db:
        asked = read(request.args, first_year(db, today), today)
        found = numbers(db, asked.period, today=today)
    return render_template(
        "numbers/page.html", asked=asked, sections=sections(found), not_counted=list(not_counted(found))
    )


@blueprint.post("/numbers/export")
@needs(Action.READ_NUMBERS)
def export() -> Response:
    """One table of the page as a file; who took it stands in the journal before it leaves."""
    today = desk().today()
    with desk().database.reading() as db:
        found = numbers(db, read(request.form, first_year(db, today), today).period, today=today)
    table = next((one.table for one in sections(found) if one.name == request.form.get("table")), None) or abort(404)
    return saved(Event.NUMBERS_EXPORTED, _("numbers"), table.headings, lambda _db: table.rows)


@blueprint.get("/numbers/report.pdf")
@needs(Action.READ_NUMBERS)
def yearly() -> Response | tuple[str, int]:
    """The report of a year, in the language of the page; it names nobody, so its leaving is not noted."""
    today = desk().today()
    with desk().database.reading() as db:
        year = read(request.args, first_year(db, today), today).period.year
        found = numbers(db, Period(year), today=today)
    try:
        made = desk().press.report(report(found))
    except NotPrintable:
        text = _("It holds a character that our fonts do not have. The page of numbers itself can be printed.")
        return show(Advice(_("This cannot be printed"), text)), 409
    return sheet(made, str(year))
