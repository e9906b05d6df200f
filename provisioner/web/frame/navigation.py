"""What stands around every page: who is signed in, the numbers in the navigation, the banner when something is down."""

from dataclasses import dataclass

from flask import Flask, g, request

from provisioner.accounts.listing import attention_count
from provisioner.cases.queue import waiting_count
from provisioner.outside.outages import Outage, outages
from provisioner.settings.branding import Branding
from provisioner.staff.roles import Action
from provisioner.web.frame.desk import desk
from provisioner.web.gate.access import Me


@dataclass(frozen=True)
class Frame:
    """The frame of a page for somebody signed in."""

    waiting: int
    attention: int
    outages: list[Outage]


def install(app: Flask) -> None:
    """Give every template the utility's data and who is signed in; the frame is asked for by pages that have one."""
    app.context_processor(_surroundings)
    app.jinja_env.globals["frame"] = frame


def _surroundings() -> dict[str, object]:
    person: Me | None = g.get("me")
    branding: Branding = desk().branding
    here = request.full_path.rstrip("?") if request.method == "GET" else "/"
    return {"me": person, "branding": branding, "here": here, "Action": Action}


def frame() -> Frame:
    """The numbers and outages of this moment."""
    parts = desk()
    with parts.database.reading() as db:
        return Frame(waiting_count(db), attention_count(db), outages(db, now=parts.clock()))
