"""The check of the theme: customers see ours, and it is made for the PatternFly of the server's pages."""

import re
from urllib.parse import urljoin, urlsplit

import requests

from provisioner.cli.preflight.finding import Fault, Warned
from provisioner.settings import Settings
from provisioner.theme.composed import NAME
from provisioner.theme.patternfly import named_in
from provisioner.theme.stamped import STAMP

SECONDS = 10
NAMES = re.compile(rf'href="([^"]*/login/{NAME}/css/patternfly(?:{STAMP})?\.css[^"]*)"')
"""Where a login page with our theme has the file that gives our tokens PatternFly's names."""


def theme(settings: Settings) -> str:
    """The login page of customers wears our theme, made for its PatternFly; gives which one that is."""
    realm = f"/realms/{settings.customers_realm}"
    asked = {
        "client_id": "account-console",
        "redirect_uri": f"{settings.keycloak_url}{realm}/account/",
        "response_type": "code",
        "scope": "openid",
        "code_challenge": "0" * 43,
        "code_challenge_method": "S256",
    }
    page = _text(settings, f"{settings.keycloak_server}{realm}/protocol/openid-connect/auth", asked)
    pages, link = named_in(page), NAMES.search(page)
    if not link:
        # So it is, too, where the server lacks the theme that ours builds on.
        drawn = f" (PatternFly {pages})" if pages else ""
        raise Fault(
            f"the login page has another theme{drawn}: make ours with --keycloak and the server's version, bring it to"
            " Keycloak (docs/branding.md), apply the realm"
        )
    ours = named_in(_text(settings, urljoin(settings.keycloak_server, urlsplit(link[1]).path)))
    if pages is None or ours != pages:
        drawn = f"PatternFly {pages}" if pages else "a PatternFly that we do not know"
        raise Warned(
            f"the server draws its pages with {drawn}, our theme there is made for {ours or 'none'}: make it with"
            " --keycloak and the server's version (docs/branding.md)"
        )
    return f"PatternFly {pages}"


def _text(settings: Settings, address: str, asked: dict[str, str] | None = None) -> str:
    try:
        return requests.get(address, asked, timeout=SECONDS, allow_redirects=False).text
    except requests.RequestException:
        raise Fault(f"Keycloak does not answer at {settings.keycloak_server}") from None
