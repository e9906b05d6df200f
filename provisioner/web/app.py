"""The desk as a web application, put together from parts its caller chooses; nothing happens at import."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from provisioner.database import Database
from provisioner.settings import Settings, branding
from provisioner.settings.types import secret_parts
from provisioner.web.frame import desk, errors, probes
from provisioner.web.frame import navigation as frame
from provisioner.web.frame import request_log as visits
from provisioner.web.gate import access, headers, origin, sessions, sign_in
from provisioner.web.gate.staff_login import StaffLogin
from provisioner.web.pages import accounts, calendar, case, decisions, edit, intake, queue
from provisioner.web.words import dates, language, sentences
from provisioner.web.words import terms as words

MEGABYTE = 1024 * 1024
PAGES = (accounts, calendar, case, decisions, edit, intake, language, probes, queue, sign_in)


def utc_now() -> datetime:
    """The real clock."""
    return datetime.now(UTC)


def create_app(settings: Settings, database: Database, *, clock: desk.Clock = utc_now) -> Flask:
    """The desk over this database, at this time.

    Raises SettingsError when a secret the pages need is missing.
    """
    settings.require("secret_key", "desk_client_secret")
    app = errors.DeskApp("provisioner.web")
    _configure(app, settings)
    desk.install(app, desk.Desk(settings, database, clock, branding.load()))
    sessions.install(app, database, settings, clock)
    visits.install(app)
    headers.install(app, settings)
    origin.install(app, settings)
    access.install(app)
    origin.install_tokens(app, "provisioner.web.frame.probes.csp_report")
    language.install(app)
    words.install(app)
    sentences.install(app)
    dates.install(app)
    frame.install(app)
    errors.install(app)
    app.extensions["staff_login"] = StaffLogin(app, settings)
    for page in PAGES:
        app.register_blueprint(page.blueprint)
    access.check_every_view(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    key = settings.secret_key.get_secret_value() if settings.secret_key else None
    earlier = secret_parts(settings.secret_key_fallbacks)
    app.config.update(
        SECRET_KEY=key,
        SECRET_KEY_FALLBACKS=earlier,
        # Flask-WTF knows no fallbacks, but its signer takes keys from the oldest to the one that signs.
        WTF_CSRF_SECRET_KEY=[*earlier, key],
        TRUSTED_HOSTS=[str(urlsplit(settings.desk_url).hostname)],
        MAX_CONTENT_LENGTH=MEGABYTE,
        MAX_FORM_MEMORY_SIZE=MEGABYTE,
        MAX_FORM_PARTS=200,
        PROVIDE_AUTOMATIC_OPTIONS=False,
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
