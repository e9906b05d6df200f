"""The scans beside the data of a case, wherever these are shown: templates ask for them, as they do for the frame."""

from uuid import UUID

from flask import Flask

from provisioner.scans.listing import of_case
from provisioner.web.desk import desk
from provisioner.web.gate.access import myself
from provisioner.web.pages.scans.view import ScansView, scans_view


def install(app: Flask) -> None:
    """Let pages with the data of a case ask for its scans."""
    app.jinja_env.globals["scans_of"] = scans_of


def scans_of(case_id: UUID) -> ScansView:
    """The scans of this case, for whoever is signed in."""
    with desk().database.reading() as db:
        return scans_view(case_id, of_case(db, case_id), myself())
