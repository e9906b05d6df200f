"""The login pages as Keycloak 27 draws them, by PatternFly 6, with our theme for it: whole, and in our colours."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from provisioner.theme.colours import Palette, colours_of
from tests.applied_realms import AppliedRealms, realms_on
from tests.browser.test_customer_pages import forget_the_password, log_in_for_the_first_time, lose_the_way
from tests.browser.visit import Visit, made
from tests.keycloak_server import RunningKeycloak
from tests.patternfly import NAME, dress
from tests.sink import Sink
from tests.theme.bundles import PLAIN

pytestmark = [pytest.mark.live, pytest.mark.browser]
COLOURS = colours_of(PLAIN["login/resources/css/tokens.css"].decode())
STYLE = """([where, pseudo, names]) => { const style = getComputedStyle(document.querySelector(where), pseudo);
  return names.map(name => style[name]); }"""


@pytest.fixture(scope="module")
def ahead(keycloak_server: RunningKeycloak, realm_mails: Sink) -> Iterator[AppliedRealms]:
    """Realms whose customers log in on pages drawn by PatternFly 6."""
    dress(Path(keycloak_server.home))
    to_us: dict[str, Any] = {"smtp_security": "none", "smtp_host": "127.0.0.1", "smtp_port": realm_mails.port}
    with realms_on(keycloak_server, **to_us) as realms:
        realms.admin.call("PUT", realms.customers.path(""), {"loginTheme": NAME})
        yield realms


@pytest.fixture(params=[("light", 1280), ("dark", 320)], ids=["light-1280", "dark-320"])
def visit(request: pytest.FixtureRequest, chromium: Browser, ahead: AppliedRealms) -> Iterator[Visit]:
    """A new customer before the first login."""
    scheme, width = request.param
    login = f"patternfly-{scheme}"
    made(ahead, login, "pl")
    context = chromium.new_context(
        locale="pl", color_scheme=scheme, viewport={"width": width, "height": 800}, reduced_motion="reduce"
    )
    yield Visit(context, context.new_page(), ahead, login, "pl", width, f"patternfly6-{scheme}-{width}")
    context.close()


def test_every_login_page_is_whole_and_in_our_colours(visit: Visit, realm_mails: Sink) -> None:
    visit.open_login()
    carries_our_tokens(visit.page, COLOURS.light if visit.width == 1280 else COLOURS.dark)
    log_in_for_the_first_time(visit)
    visit.page.wait_for_selector("main h1")
    visit.page.goto(f"{visit.realm}/protocol/openid-connect/logout?client_id=account-console")
    visit.look("log out")
    visit.send()
    forget_the_password(visit, realm_mails)
    lose_the_way(visit)
    assert len(visit.seen) == 13
    assert visit.faults == []


def carries_our_tokens(page: Page, palette: Palette) -> None:
    """Text, grounds, frames, corners and the ring of the focus are the tokens of the scheme."""
    assert page.locator("link[href*='css/patternfly.']").count() == 1
    assert page.locator(".pf-v6-c-login__main").count() == 1
    said = {
        "body": (None, {"backgroundColor": "ground", "color": "ink"}),
        ".pf-v6-c-login__main": (None, {"backgroundColor": "paper", "borderTopColor": "line"}),
        "#kc-page-title": (None, {"color": "ink"}),
        ".pf-v6-c-form__label-text": (None, {"color": "ink"}),
        "#username": (None, {"color": "ink"}),
        ".pf-v6-c-form-control:has(#username)": ("::before", {"borderTopColor": "control"}),
        ".pf-v6-c-form-control:has(#password)": (None, {"backgroundColor": "paper"}),
        "[data-password-toggle]": (None, {"backgroundColor": "paper"}),
        "#kc-login": (None, {"backgroundColor": "brand", "color": "on-brand"}),
        ".pf-v6-c-helper-text a": (None, {"color": "brand"}),
    }
    for where, (pseudo, wanted) in said.items():
        found = page.evaluate(STYLE, [where, pseudo, list(wanted)])
        assert found == [rgb(palette[name]) for name in wanted.values()], where
    (corners,) = page.evaluate(STYLE, ["#kc-login", None, ["borderTopLeftRadius"]])
    assert corners == "4px"
    assert page.evaluate(STYLE, ["#kc-login", None, ["fontFamily"]])[0].startswith('"Red Hat Text"')
    page.keyboard.press("Tab")
    ring = page.evaluate(STYLE, [":focus-visible", None, ["outlineColor", "outlineWidth", "boxShadow"]])
    assert ring == [rgb(palette["ink"]), "2px", f"{rgb(palette['focus'])} 0px 0px 0px 3px"]


def rgb(colour: str) -> str:
    """A colour as a browser tells it."""
    return f"rgb({', '.join(str(int(colour[place : place + 2], 16)) for place in (1, 3, 5))})"
