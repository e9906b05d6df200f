"""A desk with realistic data served on this machine, and Chromium to look at it."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from werkzeug.serving import make_server

from provisioner.database import Database
from provisioner.local.ports import free_ports
from provisioner.staff.roles import Role
from provisioner.web.gate.sessions import cookie_name
from provisioner.web.pages.language import COOKIE
from provisioner.web.public_face import create_public
from tests.browser.people import customer, people  # noqa: F401 - every journey has them
from tests.browser.samples import APPROVER, fill
from tests.emergencies import alone
from tests.prerequisites import find_chromium
from tests.privacy.desk import erased, erasing
from tests.sealed import masked
from tests.web.desk import Clock, DeskUnderTest, desk_over, settings

OPTIONS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


expect.set_options(timeout=20_000)
"""Milliseconds a page may take to show what is expected: a machine that also runs a Keycloak is slow at times."""


@dataclass
class ServedDesk:
    """A desk that answers at an address of this machine."""

    desk: DeskUnderTest
    url: str
    cases: dict[str, UUID]

    def sign_in(self, context: BrowserContext, language: str, *roles: Role) -> None:
        """Give the browser the cookie of somebody signed in."""
        browser = self.desk.nobody()
        browser.sign_in_as(self.desk.staff_id(APPROVER), APPROVER, roles, language)
        cookie = browser.client.get_cookie(cookie_name(self.desk.app.extensions["desk"].settings))
        assert cookie
        kept = {cookie.key: cookie.value, COOKIE: language}
        context.add_cookies([{"name": name, "value": value, "url": self.url} for name, value in kept.items()])


@contextmanager
def empty_form(chromium: Browser, served_desk: ServedDesk, *, script: bool = True) -> Iterator[Page]:
    """The form of a new application in Polish, before a clerk, in a browser of its own."""
    context = chromium.new_context(java_script_enabled=script)
    served_desk.sign_in(context, "pl", Role.CLERK)
    page = context.new_page()
    page.goto(f"{served_desk.url}/applications/new")
    yield page
    context.close()


@pytest.fixture(scope="session")
def served_desk(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    """The desk of a full working day."""
    file = tmp_path_factory.mktemp("served") / "desk.sqlite"
    shutil.copy(sqlite_template, file)
    with erasing(f"sqlite:///{file}", file.parent) as database, served(database) as desk:
        desk.cases |= fill(database) | {
            "erased": erased(database),
            "masked": masked(database),
            "emergency": alone(database),
        }
        yield desk


@contextmanager
def served(database: Database) -> Iterator[ServedDesk]:
    """A desk over this database at an address of this machine."""
    port = free_ports(1)[0]
    desk = desk_over(database, desk_url=f"http://localhost:{port}")
    server = make_server("127.0.0.1", port, desk.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield ServedDesk(desk, f"http://localhost:{port}", {})
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def public(served_desk: ServedDesk) -> Iterator[str]:
    """The address of the pages for customers, over the desk's database."""
    port = free_ports(1)[0]
    address = f"http://localhost:{port}"
    app = create_public(settings(public_url=address), served_desk.desk.database, clock=Clock())
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield address
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The machine's Chromium; fails where it is missing."""
    program = find_chromium()
    assert program, "Chromium is missing: run `python -m tests.prerequisites`"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(OPTIONS))
        yield browser
        browser.close()
