"""Every form of the desk carries a token of the person who opened it; one without it changes nothing and says why.

The token is the person's, not the session's: a form left open survives the end of its session and a second sign-in of
the same person, and is worth nothing to anybody else.
"""

import hashlib
import hmac
from uuid import UUID

import structlog
from flask import Flask, current_app, request
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError
from itsdangerous import BadData, URLSafeTimedSerializer

from provisioner.settings import Settings
from provisioner.web.errors import Advice, show
from provisioner.web.gate.room import longest
from provisioner.web.words.translate import _l

log = structlog.get_logger()
STALE = Advice(_l("The page was open too long"), _l("Nothing was saved. Go back, reload the page and send it again."))


def install(app: Flask, settings: Settings, *exempt: str) -> None:
    """Ask for the form's token on every POST; after the access check, so that a timed-out session signs in again."""
    *earlier, key = settings.signing_keys
    app.config.update(
        SECRET_KEY=key,
        SECRET_KEY_FALLBACKS=earlier,
        # Flask-WTF knows no fallbacks, but its signer takes keys from the oldest to the one that signs.
        WTF_CSRF_SECRET_KEY=[*earlier, key],
        WTF_CSRF_TIME_LIMIT=None,
    )
    tokens = CSRFProtect(app)
    for view in exempt:
        tokens.exempt(view)
    app.register_error_handler(CSRFError, _stale_form)


def token_of(staff_id: UUID) -> str:
    """What every form of this person carries, signed once more by Flask-WTF."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, f"forms of {staff_id}".encode(), hashlib.sha256).hexdigest()


def carries_token() -> bool:
    """Whether the form that was sent is one of ours, whoever opened it; one with files is not read to find out."""
    if longest():
        return False
    signer = URLSafeTimedSerializer(current_app.config["WTF_CSRF_SECRET_KEY"], salt="wtf-csrf-token")
    try:
        signer.loads(request.form.get("csrf_token", ""))
    except BadData:
        return False
    return True


def _stale_form(error: CSRFError) -> tuple[str, int]:
    log.warning("request:token-refused", route=str(request.url_rule))
    return show(STALE), error.code or 400
