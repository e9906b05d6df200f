"""The desk's side of OIDC: code flow with PKCE against the staff realm, everything trusted pinned by us.

No metadata is fetched: issuer, algorithms and the four addresses follow from the settings, so the desk starts without
Keycloak and a forged discovery document changes nothing. Only the realm's signing keys are fetched.
"""

import secrets
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import Flask, current_app, request
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from provisioner.settings import Settings
from provisioner.settings.types import secret_parts
from provisioner.staff.roles import Role
from provisioner.web.gate.sessions import cookie_name
from provisioner.web.gate.tickets import Ticket, Tickets

ALGORITHMS = ("ES256", "RS256")
LEEWAY_SECONDS = 30
TIMEOUT_SECONDS = 5
LOGOUT_TOKEN_SECONDS = 300
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
KEY = "staff_login"
AGAIN = "again."


class KeycloakSilent(Exception):
    """Keycloak did not answer; signing in has to wait."""


class SignInRefused(Exception):
    """The answer was not what we asked for; the text is a reason for the log, never a token."""


@dataclass(frozen=True)
class Identity:
    """Who Keycloak says has signed in."""

    issuer: str
    subject: str
    name: str
    roles: tuple[str, ...]
    sid: str | None
    id_token: str


@dataclass(frozen=True)
class LoggedOut:
    """Whom Keycloak has logged out: one login (`sid`), or everything of a person where that is empty."""

    issuer: str
    subject: str
    sid: str


class StaffLogin:
    """Sends people to Keycloak and checks what they bring back."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self.issuer = f"{settings.keycloak_url.rstrip('/')}/realms/{settings.staff_realm}"
        key = settings.secret_key.get_secret_value() if settings.secret_key else ""
        keys = [*secret_parts(settings.secret_key_fallbacks), key]
        self.tickets = Tickets(keys, cookie_name(settings), secure=settings.https)
        self._home = f"{settings.desk_url}/"
        self._callback = f"{settings.desk_url}/auth/callback"
        self._client_id = settings.desk_client_id
        inside = f"{settings.keycloak_server}/realms/{settings.staff_realm}/protocol/openid-connect"
        secret = settings.desk_client_secret
        self._client: Any = OAuth(app).register(
            "staff",
            client_id=settings.desk_client_id,
            client_secret=secret.get_secret_value() if secret else None,
            authorize_url=f"{self.issuer}/protocol/openid-connect/auth",
            access_token_url=f"{inside}/token",
            jwks_uri=f"{inside}/certs",
            issuer=self.issuer,
            id_token_signing_alg_values_supported=list(ALGORITHMS),
            client_kwargs={
                "scope": "openid profile email",
                "code_challenge_method": "S256",
                "timeout": TIMEOUT_SECONDS,
            },
        )

    def begin(self, language: str, wanted: str, *, again: bool = False) -> tuple[str, Ticket]:
        """Keycloak's login page, with state, nonce and PKCE challenge, and the ticket that its answer must fit.

        `again` marks a sign-in begun because an answer fitted nothing, so that this does not happen for ever.
        """
        state = f"{AGAIN if again else ''}{secrets.token_urlsafe(24)}"
        made = self._client.create_authorization_url(self._callback, state=state, ui_locales=language)
        return made["url"], Ticket(state, made["nonce"], made["code_verifier"], wanted)

    def complete(self, ticket: Ticket) -> Identity:
        """Exchange the code of the current request and check the ID token.

        Raises KeycloakSilent, SignInRefused.
        """
        if request.args.get("iss", self.issuer) != self.issuer:
            raise SignInRefused("answer of another realm")
        if "code" not in request.args:
            raise SignInRefused("no code")
        try:
            token = self._client.fetch_access_token(
                self._callback, code=request.args["code"], code_verifier=ticket.verifier
            )
            claims = self._client.parse_id_token(
                token,
                ticket.nonce,
                claims_options={
                    "iss": {"essential": True, "value": self.issuer},
                    "aud": {"essential": True, "value": self._client_id},
                },
                leeway=LEEWAY_SECONDS,
            )
        except requests.RequestException as error:
            raise KeycloakSilent from error
        except (AuthlibBaseError, JoseError, ValueError, KeyError, TypeError) as error:
            raise SignInRefused(type(error).__name__) from error
        return self._identity(token, claims)

    def _identity(self, token: dict[str, Any], claims: Any) -> Identity:
        if not claims or claims.get("typ", "ID") != "ID":
            raise SignInRefused("no ID token")
        roles = claims.get("roles") or []
        known = {role.value for role in Role}
        return Identity(
            issuer=claims["iss"],
            subject=claims["sub"],
            name=claims.get("name") or claims.get("preferred_username") or claims["sub"],
            roles=tuple(role for role in roles if role in known) if isinstance(roles, list) else (),
            sid=claims.get("sid"),
            id_token=token["id_token"],
        )

    def logged_out(self, text: str) -> LoggedOut:
        """Check a logout token (OIDC back-channel logout, 2.6). Raises KeycloakSilent, SignInRefused."""
        try:
            claims = self._decoded(text)
            audience = claims.get("aud")
            ours = self._client_id in (audience if isinstance(audience, list) else [audience])
            fresh = abs(time.time() - float(claims["iat"])) < LOGOUT_TOKEN_SECONDS
            if claims["iss"] != self.issuer or not ours or not fresh:
                raise SignInRefused("logout token for somebody else, or old")
            if LOGOUT_EVENT not in claims["events"] or "nonce" in claims:
                raise SignInRefused("no logout token")
            return LoggedOut(self.issuer, str(claims["sub"]), str(claims.get("sid") or ""))
        except requests.RequestException as error:
            raise KeycloakSilent from error
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise SignInRefused(type(error).__name__) from error

    def _decoded(self, text: str) -> dict[str, Any]:
        registry = JWSRegistry(algorithms=list(ALGORITHMS), strict_check_header=False)
        try:
            return dict(jwt.decode(text, KeySet.import_key_set(self._client.fetch_jwk_set()), registry=registry).claims)
        except InvalidKeyIdError:
            # The realm has new keys since they were fetched.
            keys = KeySet.import_key_set(self._client.fetch_jwk_set(force=True))
            return dict(jwt.decode(text, keys, registry=registry).claims)

    def farewell(self, id_token: str | None, language: str) -> str:
        """Where Keycloak ends its own session and sends people back to the desk."""
        wishes = {
            "client_id": self._client_id,
            "post_logout_redirect_uri": self._home,
            "state": secrets.token_urlsafe(16),
            "ui_locales": language,
        }
        if id_token:
            wishes["id_token_hint"] = id_token
        return f"{self.issuer}/protocol/openid-connect/logout?{urlencode(wishes)}"


def install(app: Flask, settings: Settings) -> None:
    """Let staff sign in to this application."""
    app.extensions[KEY] = StaffLogin(app, settings)


def staff_login() -> StaffLogin:
    """The way in of the application that serves the current request."""
    login: StaffLogin = current_app.extensions[KEY]
    return login
