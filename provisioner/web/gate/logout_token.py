"""What Keycloak tells the desk by itself: whose login has ended (OIDC back-channel logout, 2.6)."""

import time
from dataclasses import dataclass

from joserfc.errors import JoseError

from provisioner.web.gate.realm_client import RealmClient
from provisioner.web.gate.staff_realm import KeycloakSilent, SignInRefused

FRESH_SECONDS = 300
EVENT = "http://schemas.openid.net/event/backchannel-logout"


@dataclass(frozen=True)
class LoggedOut:
    """Whom Keycloak has logged out: one login (`sid`), or everything of a person where that is empty."""

    issuer: str
    subject: str
    sid: str


def logged_out(realm: RealmClient, text: str) -> LoggedOut:
    """Check a logout token. Raises KeycloakSilent, SignInRefused."""
    try:
        claims = realm.signed_claims(text)
        audience = claims.get("aud")
        ours = realm.client_id in (audience if isinstance(audience, list) else [audience])
        fresh = abs(time.time() - float(claims["iat"])) < FRESH_SECONDS
        if claims["iss"] != realm.issuer or not ours or not fresh:
            raise SignInRefused("logout token for somebody else, or old")
        if EVENT not in claims["events"] or "nonce" in claims:
            raise SignInRefused("no logout token")
        return LoggedOut(realm.issuer, str(claims["sub"]), str(claims.get("sid") or ""))
    except OSError as error:
        raise KeycloakSilent from error
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise SignInRefused(type(error).__name__) from error
