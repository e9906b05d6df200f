"""The desk as a client of the staff realm: everything trusted pinned by us, every answer checked.

No metadata is fetched: issuer, algorithms and addresses follow from the settings, so the desk starts without Keycloak
and a forged discovery document changes nothing. Only the realm's signing keys are fetched.
"""

from dataclasses import dataclass
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.common.urls import add_params_to_qs
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.flask_client import OAuth
from flask import Flask
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from provisioner import credentials
from provisioner.outside.keycloak.limit import keep_to_limits, within
from provisioner.settings import Settings
from provisioner.staff.roles import Role
from provisioner.web.gate.limited_session import LimitedApp
from provisioner.web.gate.staff_realm import KeycloakSilent, SecondFactorMissing, SignInRefused, StaffGone, Standing

ALGORITHMS = ("ES256", "RS256")
LEEWAY_SECONDS = 30
MOST_SECONDS = 5
"""A page waits no longer than this for Keycloak, whatever time the worker gives it."""
FAREWELL_SECONDS = 2
"""Signing out waits no longer for Keycloak; the browser goes there next and ends the login itself."""


@dataclass(frozen=True)
class Identity:
    """Who Keycloak says has signed in."""

    issuer: str
    subject: str
    name: str
    roles: tuple[str, ...]
    sid: str | None
    id_token: str
    refresh_token: str


class RealmClient:
    """Talks to the staff realm with the desk's own credential; a `StaffRealm`."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self.issuer = f"{settings.keycloak_url.rstrip('/')}/realms/{settings.staff_realm}"
        self.client_id = settings.desk_client_id
        self.second_factor = settings.staff_acr
        self._inside = f"{settings.keycloak_server}/realms/{settings.staff_realm}/protocol/openid-connect"
        self._credential = credentials.read(settings.desk_client_secret)
        self.oauth: Any = OAuth(app).register(
            "staff",
            client_cls=LimitedApp,
            client_id=self.client_id,
            authorize_url=f"{self.issuer}/protocol/openid-connect/auth",
            access_token_url=f"{self._inside}/token",
            jwks_uri=f"{self._inside}/certs",
            issuer=self.issuer,
            id_token_signing_alg_values_supported=list(ALGORITHMS),
            client_kwargs={
                "scope": "openid profile email",
                "code_challenge_method": "S256",
                "token_endpoint_auth_method": self._sign,
                "seconds": min(MOST_SECONDS, settings.keycloak_timeout_seconds),
            },
        )

    def identity(self, token: dict[str, Any], claims: Any) -> Identity:
        """What the checked claims of an ID token say. Raises SignInRefused."""
        if not claims or claims.get("typ", "ID") != "ID":
            raise SignInRefused("no ID token")
        if self.second_factor and claims.get("acr") != self.second_factor:
            raise SecondFactorMissing("no second factor")
        if not token.get("refresh_token"):
            raise SignInRefused("no refresh token")
        roles = claims.get("roles") or []
        known = {role.value for role in Role}
        return Identity(
            issuer=claims["iss"],
            subject=claims["sub"],
            name=claims.get("name") or claims.get("preferred_username") or claims["sub"],
            roles=tuple(role for role in roles if role in known) if isinstance(roles, list) else (),
            sid=claims.get("sid"),
            id_token=token["id_token"],
            refresh_token=token["refresh_token"],
        )

    def signed_claims(self, text: str) -> dict[str, Any]:
        """What a token signed by the realm says; nothing but the signature is checked.

        Raises OSError, JoseError, ValueError.
        """
        registry = JWSRegistry(algorithms=list(ALGORITHMS), strict_check_header=False)
        try:
            return dict(jwt.decode(text, KeySet.import_key_set(self.oauth.fetch_jwk_set()), registry=registry).claims)
        except InvalidKeyIdError:
            # The realm has new keys since they were fetched.
            keys = KeySet.import_key_set(self.oauth.fetch_jwk_set(force=True))
            return dict(jwt.decode(text, keys, registry=registry).claims)

    def renew(self, refresh_token: str, subject: str) -> Standing:
        """See `StaffRealm`. What is no answer of Keycloak says nothing about the person: it counts as silence."""
        try:
            token = self.oauth.fetch_access_token(grant_type="refresh_token", refresh_token=refresh_token)
            identity = self.identity(token, self._checked(token["id_token"]))
        except OAuthError as error:
            if error.error == "invalid_grant":
                raise StaffGone(str(error.description)[:100]) from None
            raise KeycloakSilent(str(error.error)[:100]) from None
        except SecondFactorMissing as error:
            raise StaffGone(str(error)) from None
        except (OSError, AuthlibBaseError, JoseError) as error:
            raise KeycloakSilent(type(error).__name__) from None
        except (SignInRefused, ValueError, KeyError, TypeError) as error:
            raise KeycloakSilent(f"no answer of Keycloak: {type(error).__name__}") from None
        if identity.subject != subject:
            raise StaffGone("token of somebody else")
        return Standing(identity.roles, identity.refresh_token)

    def _checked(self, text: str) -> dict[str, Any]:
        """The claims of an ID token that answers no sign-in, so without a nonce (OIDC core, 12.2)."""
        claims = self.signed_claims(text)
        rules = jwt.JWTClaimsRegistry(
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": self.client_id},
            sub={"essential": True},
            exp={"essential": True},
        )
        rules.validate(claims)
        if claims.get("azp", self.client_id) != self.client_id:
            raise SignInRefused("token for another client")
        return claims

    def revoke(self, refresh_token: str) -> None:
        """See `StaffRealm`."""
        form = {"token": refresh_token, "token_type_hint": "refresh_token"} | self._shown()
        try:
            with within(FAREWELL_SECONDS), requests.Session() as http:
                keep_to_limits(http)
                address = f"{self._inside}/revoke"
                http.post(address, data=form).raise_for_status()
        except OSError as error:
            raise KeycloakSilent(type(error).__name__) from None

    def _shown(self) -> dict[str, str]:
        return self._credential.shown(self.client_id, self.issuer)

    def _sign(self, _: Any, __: str, uri: str, headers: Any, body: str) -> tuple[str, Any, str]:
        """What the library calls for each request at the token address."""
        return uri, headers, add_params_to_qs(body or "", list(self._shown().items()))
