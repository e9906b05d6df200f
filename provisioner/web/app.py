"""The staff's desk: what every face has, then the gate, then its pages; nothing happens at import."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from flask import Flask

from provisioner.database import Database
from provisioner.settings import Settings, branding
from provisioner.web import face
from provisioner.web.desk import Clock, Desk
from provisioner.web.frame import flash, navigation
from provisioner.web.gate import (
    access,
    back_channel,
    hands,
    keycloak_awake,
    recheck,
    sessions,
    sign_in,
    staff_login,
    tokens,
    uploads,
)
from provisioner.web.gate.realm_client import RealmClient
from provisioner.web.gate.seal import Seal
from provisioner.web.gate.staff_realm import StaffRealm
from provisioner.web.pages import (
    accessibility,
    accounts,
    agreement,
    calendar,
    case,
    changes,
    corrections,
    declarations,
    editions,
    emergency,
    erasures,
    errands,
    errors,
    holds,
    incidents,
    journal,
    language,
    looks,
    notes,
    numbers,
    post,
    privacy,
    queue,
    resignations,
    scans,
    search,
    staff_list,
    substitutes,
    texts,
    waiting,
)
from provisioner.web.pages import settings as office_settings
from provisioner.web.pages.accounts import blocking, mandates, unused
from provisioner.web.pages.accounts import not_me as not_me_decisions
from provisioner.web.pages.case import archive, duplicate, letter, reveal
from provisioner.web.pages.case.decision import decisions, trouble
from provisioner.web.pages.intake import copy, drafts, edit, from_code, from_scan, new, undo
from provisioner.web.pages.queue import many, play, views
from provisioner.web.pages.scans import beside
from provisioner.web.words import dates, deadlines, terms, typed
from provisioner.web.words.translate import _l

PAGES = (
    accounts, agreement, archive, back_channel, blocking, calendar, case, changes, copy, corrections, decisions,
    declarations, drafts, duplicate, edit, editions, emergency, erasures, errands, from_code, from_scan, holds,
    incidents, journal, language, letter, mandates, many, new, not_me_decisions, notes, numbers,
    office_settings, play, post, privacy, queue, resignations, reveal, scans, search, sign_in, staff_list,
    substitutes, texts, undo, unused, views, waiting,
)  # fmt: skip


def utc_now() -> datetime:
    """The real clock."""
    return datetime.now(UTC)


def create_app(
    settings: Settings,
    database: Database,
    *,
    clock: Clock = utc_now,
    realm: StaffRealm | None = None,
    ask: keycloak_awake.Ask | None = None,
) -> Flask:
    """The desk over this database, at this time.

    `realm` says who may still be in and `ask` whether Keycloak answers; by default the real one is asked.

    Raises SettingsError when a secret the pages need is missing.
    """
    settings.require("secret_key", "desk_client_secret")
    app = face.build(_desk(settings), Desk(settings, database, clock, branding.load()))
    sessions.install(app, database, settings, clock)
    access.install(app)
    uploads.install(app)
    hands.install(app)
    tokens.install(app, settings, "provisioner.web.frame.probes.csp_report", back_channel.VIEW)
    client = RealmClient(app, settings)
    staff_login.install(app, client, settings)
    recheck.install(app, recheck.Recheck(database, realm or client, Seal(reversed(settings.signing_keys)), clock))
    keycloak_awake.install(app, ask or keycloak_awake.asking(settings))
    for words in (terms, dates, deadlines):
        words.install(app)
    for around in (navigation, flash, errors, looks, trouble, beside):
        around.install(app)
    for page in PAGES:
        app.register_blueprint(page.blueprint)
    accessibility.install(app, accessibility.Site.DESK)
    access.check_every_view(app)
    return app


def _desk(settings: Settings) -> face.Face:
    keycloak = urlsplit(settings.keycloak_url)
    return face.Face(
        address=settings.desk_url,
        further_names=(str(urlsplit(settings.desk_server).hostname),),
        name=_l("iBOK accounts"),
        home=face.Home("queue.index", _l("To the queue")),
        language=language.of_browser,
        # Browsers apply the policy to the redirect after the sign-out POST, which leads to the login.
        forms_lead_to=(f"{keycloak.scheme}://{keycloak.netloc}",),
        advice=errors.ADVICE,
        typed=typed.everything,
    )
