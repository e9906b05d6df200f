"""A request to erase from the customer's letter to the answer: clerk, approver, worker, auditor, in both languages.

`make screenshots` keeps the pages as pictures in `.artefacts/erasure/`.
"""

import re
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from provisioner.local.ports import free_ports
from provisioner.staff.roles import Role
from provisioner.web.gate.sessions import cookie_name
from provisioner.web.pages.language import COOKIE
from tests.asked import left
from tests.browser.looking import keep_picture, press, violations
from tests.privacy.desk import erasing, refused, said_anywhere
from tests.web.desk import DeskUnderTest, desk_over
from tests.worker.desk import WorkerDesk

pytestmark = pytest.mark.browser
SAID = {
    "pl": {
        "record": "Zapisz żądanie usunięcia danych", "save": "Zapisz żądanie", "until": "do końca dnia 28 grudnia 2026",
        "hold": "Zachowaj na podstawie wyjątku…", "keep": "Wstrzymaj usunięcie", "kept": "zostaje do dnia",
        "approve": "Zatwierdź i usuń dane", "erased": "usunięte", "answer": "Odpowiedź dla tej osoby (PDF)",
        "register": "1 sprawa zatwierdzona do usunięcia, 1 sprawa zachowana",
    },
    "en": {
        "record": "Record a request to erase the data", "save": "Save the request",
        "until": "by the end of Monday 28 December 2026", "hold": "Hold back by an exception…",
        "keep": "Hold the data back", "kept": "kept until", "approve": "Approve and erase the data", "erased": "erased",
        "answer": "Answer to the person (PDF)", "register": "1 case approved for erasure, 1 case kept",
    },
}  # fmt: skip


@dataclass
class Office:
    """A desk that answers at an address of this machine, and people with a browser each."""

    desk: DeskUnderTest
    url: str
    chromium: Browser
    language: str
    pictures: int = 0

    def person(self, name: str, *roles: Role) -> Page:
        """Somebody signed in, in a browser of their own."""
        browser = self.desk.nobody()
        browser.sign_in_as(self.desk.staff_id(name), name, roles, self.language)
        cookie = browser.client.get_cookie(cookie_name(self.desk.app.extensions["desk"].settings))
        assert cookie
        context = self.chromium.new_context(viewport={"width": 1280, "height": 900}, locale="pl-PL")
        kept = {cookie.key: cookie.value, COOKIE: self.language}
        context.add_cookies([{"name": key, "value": value, "url": self.url} for key, value in kept.items()])
        return context.new_page()

    def picture(self, page: Page, what: str) -> None:
        """Keep what is seen now; axe finds nothing in it."""
        self.pictures += 1
        keep_picture(page, f"erasure/{self.language}-{self.pictures:02d}-{what}")
        assert list(violations(page)) == []


@pytest.fixture(params=list(SAID))
def office(request: pytest.FixtureRequest, chromium: Browser, sqlite_url: str, tmp_path: Path) -> Iterator[Office]:
    """An office of its own, for its worker erases."""
    with ExitStack() as opened:
        database = opened.enter_context(erasing(sqlite_url, tmp_path))
        port = free_ports(1)[0]
        desk = desk_over(database, desk_url=f"http://localhost:{port}")
        server = make_server("127.0.0.1", port, desk.app, threaded=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield Office(desk, f"http://localhost:{port}", chromium, request.param)
        for context in chromium.contexts:
            context.close()
        server.shutdown()
        thread.join()
        server.server_close()


def test_from_the_customers_letter_to_the_answer(office: Office) -> None:
    words = SAID[office.language]
    with office.desk.database.transaction() as session:
        case, other = left(session).case_id, refused(session)
    request = recorded(office, case, words)
    held_and_approved(office, request, other, words)
    WorkerDesk(office.desk.database).run()
    answered(office, request, words)
    assert [where for where in said_anywhere(office.desk.database, ("104233",)) if "clause" in where] == []


def recorded(office: Office, case: UUID, words: dict[str, str]) -> str:
    """The clerk records the request from the case, without touching the mouse once the form is open."""
    page = office.person("Celina Clerk", Role.CLERK)
    page.goto(f"{office.url}/applications/{case}")
    page.get_by_role("link", name=words["record"]).click()
    expect(page.locator("#last_name")).to_have_value("Żółkiewski")
    page.locator("#channel-2").focus()
    page.keyboard.press("Space")
    page.locator("#received_on").focus()
    page.keyboard.type("d")
    office.picture(page, "form")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text(words["until"])
    expect(page.get_by_role("button", name=words["approve"])).to_have_count(0)
    office.picture(page, "recorded")
    return page.url


def held_and_approved(office: Office, request: str, other: UUID, words: dict[str, str]) -> None:
    """The approver keeps one case by an exception and agrees to the rest."""
    page = office.person("Barbara Lis", Role.APPROVER)
    page.goto(request)
    press(page, page.get_by_role("link", name=words["hold"]).last)
    assert str(other) in page.url
    page.select_option("#hold_ground", "claims")
    page.fill("#hold_reason", "spór o fakturę z maja 2026")
    page.fill("#hold_until", "31.12.2027")
    office.picture(page, "hold")
    press(page, page.get_by_role("button", name=words["keep"]))
    page.goto(request)
    expect(page.locator("main")).to_contain_text(words["kept"])
    office.picture(page, "to-decide")
    page.get_by_role("button", name=words["approve"]).click()
    expect(page.get_by_role("button", name=words["approve"])).to_have_count(0)
    office.picture(page, "approved")


def answered(office: Office, request: str, words: dict[str, str]) -> None:
    """The worker has erased; the answer is printed, and the auditor finds it in the register."""
    page = office.person("Barbara Lis", Role.APPROVER)
    page.goto(request)
    expect(page.locator("table tbody tr").first).to_contain_text(words["erased"])
    expect(page.locator("table tbody tr").last).to_contain_text(words["kept"])
    address = page.get_by_role("link", name=words["answer"]).get_attribute("href")
    letter = page.request.get(f"{office.url}{address}")
    assert (letter.status, letter.body()[:4]) == (200, b"%PDF")
    office.picture(page, "carried-out")
    auditor = office.person("Ewa Rewizor", Role.AUDITOR)
    auditor.goto(f"{office.url}/privacy/requests")
    expect(auditor.locator("main")).to_contain_text(words["register"])
    office.picture(auditor, "register")
    with auditor.expect_download() as saved:
        auditor.get_by_role("button", name=re.compile("Excel")).click()
    assert saved.value.suggested_filename.endswith(".xlsx")
