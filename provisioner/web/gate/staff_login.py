"""The desk's side of signing in: code flow with PKCE, and a second factor where the settings ask for one."""

import json
import secrets
from typing import Any
from urllib.parse import urlencode

from authlib.common.errors import AuthlibBaseError
from flask import Flask, current_app, request
from joserfc.errors import JoseError

from provisioner.settings import Settings
from provisioner.web.gate.realm_client import LEEWAY_SECONDS, Identity, RealmClient
from provisioner.web.gate.sessions import cookie_name
from provisioner.web.gate.staff_realm import KeycloakSilent, SignInRefused
from provisioner.web.gate.tickets import Ticket, Tickets

KEY = "staff_login"
AGAIN = "again."


class StaffLogin:
    """Sends people to Keycloak and checks what they bring back."""

    def __init__(self, realm: RealmClient, settings: Settings) -> None:
        self.realm = realm
        self.tickets = Tickets(settings.signing_keys, cookie_name(settings), secure=settings.https)
        self._home = f"{settings.desk_url}/"
        self._callback = f"{settings.desk_url}/auth/callback"

    def begin(self, language: str, wanted: str, *, again: bool = False) -> tuple[str, Ticket]:
        """Keycloak's login page, with state, nonce and PKCE challenge, and the ticket that its answer must fit.

        `again` marks a sign-in begun because an answer fitted nothing, so that this does not happen for ever.
        """
        state = f"{AGAIN if again else ''}{secrets.token_urlsafe(24)}"
        made = self.realm.oauth.create_authorization_url(
            self._callback, state=state, ui_locales=language, **self._demands()
        )
        return made["url"], Ticket(state, made["nonce"], made["code_verifier"], wanted)

    def _demands(self) -> dict[str, str]:
        """The level the login must reach; a login that stands already is raised to it, not taken as it is."""
        if not self.realm.second_factor:
            return {}
        return {"claims": json.dumps({"id_token": {"acr": {"essential": True, "values": [self.realm.second_factor]}}})}

    def complete(self, ticket: Ticket) -> Identity:
        """Exchange the code of the current request and check the ID token.

        Raises KeycloakSilent, SignInRefused.
        """
        if request.args.get("iss", self.realm.issuer) != self.realm.issuer:
            raise SignInRefused("answer of another realm")
        if "code" not in request.args:
            raise SignInRefused("no code")
        try:
            token = self.realm.oauth.fetch_access_token(
                self._callback, code=request.args["code"], code_verifier=ticket.verifier
            )
            return self.realm.identity(token, self._claims(token, ticket))
        except OSError as error:
            raise KeycloakSilent from error
        except (AuthlibBaseError, JoseError, ValueError, KeyError, TypeError) as error:
            raise SignInRefused(type(error).__name__) from error

    def _claims(self, token: dict[str, Any], ticket: Ticket) -> Any:
        return self.realm.oauth.parse_id_token(
            token,
            ticket.nonce,
            claims_options={
                "iss": {"essential": True, "value": self.realm.issuer},
                "aud": {"essential": True, "value": self.realm.client_id},
            },
            leeway=LEEWAY_SECONDS,
        )

    def farewell(self, id_token: str | None, language: str) -> str:
        """Where Keycloak ends its own session and sends people back to the desk."""
        wishes = {
            "client_id": self.realm.client_id,
            "post_logout_redirect_uri": self._home,
            "state": secrets.token_urlsafe(16),
            "ui_locales": language,
        }
        if id_token:
            wishes["id_token_hint"] = id_token
        return f"{self.realm.issuer}/protocol/openid-connect/logout?{urlencode(wishes)}"


def install(app: Flask, realm: RealmClient, settings: Settings) -> None:
    """Let staff sign in to this application."""
    app.extensions[KEY] = StaffLogin(realm, settings)


def staff_login() -> StaffLogin:
    """The way in of the application that serves the current request."""
    login: StaffLogin = current_app.extensions[KEY]
    return login
