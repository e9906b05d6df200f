"""The face for customers: pages on the internet without staff, session and cookie; nothing happens at import."""

from flask import Flask, request
from werkzeug.exceptions import HTTPException

from provisioner.accounts.not_me.links import LANGUAGE
from provisioner.database import Database
from provisioner.settings import Settings, branding
from provisioner.web import face
from provisioner.web.desk import Clock, Desk
from provisioner.web.errors import Advice
from provisioner.web.pages import accessibility, not_me, own_form
from provisioner.web.words import typed
from provisioner.web.words.translate import _l

PAGES = (not_me, own_form)
MOST_BYTES = 24 * 1024
"""What anybody may send without signing in: a filled form is two kilobytes, and reading more would cost others time."""
TOO_MUCH = Advice(
    _l("Too much text was sent"), _l("Go back and shorten what was typed or pasted. Nothing of it is kept.")
)


def create_public(settings: Settings, database: Database, *, clock: Clock) -> Flask:
    """The pages for customers over this database, at this time. Raises SettingsError when it has no address."""
    settings.require("public_url")
    customers = face.Face(
        address=settings.public_url,
        name=_l("Online customer office"),
        home=face.Home("not_me.ask", _l("To the first page")),
        language=_asked,
        # The address of a page holds the token of a mail.
        referrer="no-referrer",
        advice={413: TOO_MUCH},
        typed=typed.everything,
        longest=MOST_BYTES,
    )
    app = face.build(customers, Desk(settings, database, clock, branding.load()))
    for page in PAGES:
        app.register_blueprint(page.blueprint)
    accessibility.install(app, accessibility.Site.CUSTOMERS)
    return app


def _asked() -> str | None:
    """The language of the mail, in the address or the form; a form that cannot be read names none."""
    try:
        return request.values.get(LANGUAGE) if request else None
    except HTTPException:
        return None
