"""The theme as one file in the folder `providers` of a server that has nothing else of ours."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from provisioner.local.java import find_java
from provisioner.local.prepared import BUILD_OPTIONS, theme_for
from provisioner.local.server import KeycloakServer
from provisioner.theme.composed import NAME
from provisioner.theme.jar import write_theme_jar
from tests.applied_realms import realms_on
from tests.keycloak_server import RunningKeycloak, start_keycloak, stop_keycloak
from tests.live.pages import CustomersBrowser
from tests.theme.bundles import PLAIN

pytestmark = pytest.mark.live


def theme_jar(tree: Path) -> None:
    """What docs/branding.md tells an operator to do: the file into `providers`, then `kc.sh build`."""
    write_theme_jar(theme_for(tree), tree / "providers" / f"{NAME}.jar")
    program = KeycloakServer(tree, 0, 0, tree / "build.log", java=find_java())
    build = [str(tree / "bin" / "kc.sh"), "build", *BUILD_OPTIONS]
    subprocess.run(build, env=program.environment, check=True, capture_output=True, timeout=300)


@pytest.fixture
def server_with_the_jar(tmp_path: Path) -> Iterator[RunningKeycloak]:
    running = start_keycloak(tmp_path / "keycloak", put_theme=theme_jar)
    yield running
    stop_keycloak(running)


def test_the_pages_texts_styles_and_mark_come_out_of_the_file(server_with_the_jar: RunningKeycloak) -> None:
    assert not (Path(server_with_the_jar.home) / "themes" / NAME).exists()
    with realms_on(server_with_the_jar, smtp_security="none") as realms:
        page = CustomersBrowser(server_with_the_jar.url, realms.customers.name).login_page()
        assert "Zapomniałeś hasło?" in page.text
        assert "Login znajdziesz w e-mailu" in page.text
        styles = [str(link["href"]) for link in page.soup.find_all("link", rel="stylesheet")]
        (tokens,) = [place for place in styles if "/css/tokens." in place]
        answer = requests.get(f"{server_with_the_jar.url}{tokens}", timeout=30)
        assert answer.content == PLAIN["login/resources/css/tokens.css"]
        assert "max-age=2592000" in answer.headers["Cache-Control"], "which is why its name tells its content"
        mark = requests.get(f"{server_with_the_jar.url}{tokens.partition('css/')[0]}img/logo.svg", timeout=30)
        assert mark.content == PLAIN["login/resources/img/logo.svg"]
