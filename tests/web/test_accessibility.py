"""The accessibility declaration on both faces: the law's ids, the office's own words, and its yearly review."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from provisioner import accessibility
from provisioner.accessibility.statement import Statement
from provisioner.database import Database
from provisioner.settings.errors import SettingsError
from provisioner.web.public_face import create_public
from tests.web.desk import Clock, DeskUnderTest, settings
from tests.web.page import Page, check

PATH = "/accessibility"
ASKED_FOR = (
    "a11y-wstep", "a11y-podmiot", "a11y-zakres", "a11y-url", "a11y-data-publikacja", "a11y-data-aktualizacja",
    "a11y-status", "a11y-data-sporzadzenie", "a11y-data-przeglad", "a11y-kontakt", "a11y-email", "a11y-telefon",
    "a11y-procedura", "a11y-aplikacje", "a11y-architektura", "a11y-komunikacja",
)  # fmt: skip
"""The technical conditions of the ministry, version 2.0 of 31.07.2024."""
BRANDING = Path(__file__).resolve().parents[2] / "realm-config" / "branding.toml"


@pytest.fixture
def public(sqlite_url: str) -> Iterator[Page]:
    """The declaration on the customers' face."""
    database = Database(sqlite_url)
    app = create_public(settings(public_url="http://localhost:8900"), database, clock=Clock())
    answer = app.test_client().get(f"{PATH}?lang=pl", base_url="http://localhost:8900")
    page = Page(answer, BeautifulSoup(answer.text, "html.parser"))
    check(page)
    yield page
    database.close()


def holds_what_the_law_asks_for(page: Page) -> None:
    for one in ASKED_FOR:
        assert len(page.soup.find_all(id=one)) == 1, one
    for one in ("publikacja", "aktualizacja", "sporzadzenie", "przeglad"):
        mark = page.soup.find(id=f"a11y-data-{one}")
        assert mark is not None
        assert mark.name == "time"
        assert date.fromisoformat(str(mark["datetime"]))


def test_anybody_reads_it_on_the_desk_and_finds_it_from_every_page(small_desk: DeskUnderTest) -> None:
    browser = small_desk.nobody()
    page = browser.get(f"{PATH}?lang=en")
    holds_what_the_law_asks_for(page)
    assert "conforms in part with the act of 4 April 2019" in page.main
    assert "It is a self-assessment." in page.main
    assert f"axe-core {accessibility.tested().axe}" in page.main
    assert page.soup.select_one("#a11y-url")["href"] == "http://localhost:8700"  # type: ignore[index]
    assert page.soup.html["lang"] == "en"  # type: ignore[index]
    footer = browser.get("/auth/signed-out").soup.select_one(f"footer a[href^='{PATH}']")
    assert footer is not None


def test_customers_read_it_on_their_own_face_in_polish(public: Page) -> None:
    holds_what_the_law_asks_for(public)
    assert "jest częściowo zgodna z ustawą z dnia 4 kwietnia 2019 r." in public.main
    assert "klienci wypełniają formularz wniosku, logują się do iBOK" in public.main
    assert public.soup.select_one("#a11y-url")["href"] == "http://localhost:8900"  # type: ignore[index]


@pytest.mark.parametrize(("day", "told"), [(date(2027, 3, 31), False), (date(2027, 4, 1), True)])
def test_staff_are_told_when_its_review_is_overdue_on_the_day_after_31_march(
    small_desk: DeskUnderTest, day: date, told: bool
) -> None:
    small_desk.clock.now = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    assert ("has to be reviewed" in small_desk.nobody().get(f"{PATH}?lang=en").main) is told


def written(folder: Path, entries: str) -> Path:
    file = folder / "branding.toml"
    file.write_text(f"[accessibility]\n{entries}", encoding="utf-8")
    return file


def test_an_office_without_gaps_declares_that_its_pages_conform(tmp_path: Path) -> None:
    text = BRANDING.read_text(encoding="utf-8").partition("[accessibility]\n")[2]
    lines = [line for line in text.splitlines() if not line.startswith("gaps_")]
    found = accessibility.load(written(tmp_path, "\n".join(lines)))
    assert isinstance(found, Statement)
    assert found.gaps_pl == ()
    with pytest.raises(SettingsError, match="name the same gaps"):
        accessibility.load(written(tmp_path, "\n".join([*lines, 'gaps_pl = ["mapa"]'])))


def test_a_wrong_or_unknown_entry_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as told:
        accessibility.load(written(tmp_path, 'published = "dawno"\nbuildings_pl = "x"'))
    assert "branding.toml: accessibility.published: " in str(told.value)
    assert "branding.toml: accessibility.buildings_pl: " in str(told.value)


def test_an_office_that_has_written_nothing_declares_nothing(tmp_path: Path) -> None:
    (tmp_path / "branding.toml").write_text('name = "x"\n', encoding="utf-8")
    assert accessibility.load(tmp_path / "branding.toml") is None
