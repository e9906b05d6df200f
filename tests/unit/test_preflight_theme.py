"""`provisioner check` of the theme: whose the login page's is, and for which PatternFly it was made."""

import pytest
import responses

from provisioner.cli.preflight.finding import Finding, run
from provisioner.cli.preflight.theme import theme
from provisioner.settings import load
from provisioner.theme.composed import composed
from provisioner.theme.patternfly import PatternFly
from tests.theme.bundles import by_plain_name

SERVER = "http://localhost:8410"
LOGIN = f"{SERVER}/realms/ibok/protocol/openid-connect/auth"
STYLE = "/resources/abcde/login/account-desk/css/patternfly.0123456789ab.css"
FIVE, SIX = PatternFly.FIVE, PatternFly.SIX


def page(drawn: int, *, ours: bool) -> str:
    """As much of a login page as tells who drew it, and how."""
    style = f'<link href="{STYLE}" rel="stylesheet" />' if ours else ""
    return f'<head>{style}</head><body><main class="pf-v{drawn}-c-login__main"></main></body>'


def found(body: str, made_for: PatternFly = FIVE) -> Finding:
    """What the check says of a server with this login page and our theme made for this PatternFly."""
    ours = by_plain_name(composed(patternfly=made_for))
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        mock.get(LOGIN, body=body)
        mock.get(f"{SERVER}{STYLE}", body=ours["login/resources/css/patternfly.css"])
        return next(run([("theme", lambda: theme(load({})))]))


@pytest.mark.parametrize("patternfly", [FIVE, SIX])
def test_which_patternfly_it_is_is_told(patternfly: PatternFly) -> None:
    assert found(page(patternfly, ours=True), patternfly) == Finding("theme", seen=f"PatternFly {patternfly}")


@pytest.mark.parametrize("drawn, made_for", [(SIX, FIVE), (FIVE, SIX)])
def test_a_theme_made_for_the_other_one_is_a_warning(drawn: PatternFly, made_for: PatternFly) -> None:
    warning = found(page(drawn, ours=True), made_for).warning
    assert f"draws its pages with PatternFly {drawn}, our theme there is made for {made_for}" in warning
    assert "--keycloak" in warning


def test_a_patternfly_nobody_knows_is_a_warning() -> None:
    assert "a PatternFly that we do not know" in found(page(7, ours=True)).warning


def test_a_server_that_shows_its_own_pages_is_a_fault_with_the_way_to_ours() -> None:
    """So shows itself a server that lacks the theme ours builds on, as Keycloak 27 without `keycloak.v2`."""
    fault = found(page(6, ours=False)).fault
    assert fault.startswith("the login page has another theme (PatternFly 6): make ours with --keycloak")
    assert "docs/branding.md" in fault


def test_a_silent_server_is_told() -> None:
    with responses.RequestsMock():
        assert "does not answer" in next(run([("theme", lambda: theme(load({})))])).fault
