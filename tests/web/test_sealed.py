"""The PESEL on the pages: asked for only by a setting, masked to everybody, shown once to whoever says why."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from provisioner import forms, office
from provisioner.applications import paper
from provisioner.cases.sealed.revealing import MOST
from provisioner.journal import Event
from provisioner.mail.language import Language
from provisioner.staff.roles import Role
from provisioner.web.words.paper.printed_form import printed_form
from tests.factories import TODAY
from tests.factories import paper as filled
from tests.sealed import MASK, PESEL, asking, sealed
from tests.web.desk import DeskUnderTest, desk_over
from tests.web.page import Browser, Page
from tests.web.rows import events


@pytest.fixture
def desk(sqlite_url: str, tmp_path: Path) -> Iterator[DeskUnderTest]:
    """A desk of an office that asks for the PESEL."""
    with asking(sqlite_url, tmp_path) as database:
        yield desk_over(database)


def recorded_on(desk: DeskUnderTest) -> UUID:
    with desk.database.transaction() as session:
        return sealed(session).id


def seeing(desk: DeskUnderTest) -> Browser:
    return desk.as_(Role.APPROVER, Role.SENSITIVE, name="Barbara Lis")


def shown(desk: DeskUnderTest, case: UUID, reason: str = "porównanie z papierem") -> Page:
    browser = seeing(desk)
    return browser.send(
        browser.get(f"/applications/{case}"), f"/applications/{case}/reveal", field="pesel", reveal_reason=reason
    )


def test_the_form_asks_for_it_only_where_the_office_does(desk: DeskUnderTest) -> None:
    clerk = desk.as_(Role.CLERK)
    assert clerk.get("/applications/new").soup.select_one("#pesel")
    with desk.database.transaction() as session:
        office.change(session, "pesel_asked", "false")
    assert not clerk.get("/applications/new").soup.select_one("#pesel")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("4405140145", "eleven digits"),
        ("44051401457", "do not fit each other"),
        ("00000000000", "no day of birth"),
        ("02381307589", "no day of birth"),
        ("26322400014", "no day of birth"),
        (MASK, "stand for nothing that is recorded"),
    ],
)
def test_a_wrong_one_is_told_at_its_field_and_what_was_typed_stays(desk: DeskUnderTest, typed: str, said: str) -> None:
    clerk = desk.as_(Role.CLERK)
    with desk.database.reading() as session:
        typed_paper = filled(session, pesel=typed)
    page = clerk.send(clerk.get("/applications/new"), "/applications/new", button="open", **typed_paper)
    assert (page.status, said in page.field_error("pesel")) == (400, True)
    assert page.soup.select_one("#pesel")["value"] == typed  # type: ignore[index]
    assert events(desk.database) == []


def test_the_case_its_archive_and_the_search_show_a_mask_or_nothing(desk: DeskUnderTest) -> None:
    case, browser = recorded_on(desk), seeing(desk)
    page = browser.get(f"/applications/{case}")
    assert (MASK in page.text, "hidden, ends in 58" in page.text) == (True, True)
    for where in (f"/applications/{case}", f"/applications/{case}/edit", "/", "/search?q=104233"):
        assert PESEL not in browser.get(where).response.text
    assert not browser.get(f"/search?q={PESEL}").soup.select(f'a[href*="{case}"]')


def test_it_is_shown_for_a_reason_once_and_masked_when_the_page_is_loaded_again(desk: DeskUnderTest) -> None:
    case = recorded_on(desk)
    page = shown(desk, case)
    assert (page.status, PESEL in page.main) == (200, True)
    assert page.response.headers["Cache-Control"] == "no-store"
    assert "this once; the history says so" in page.main
    assert "had a masked answer shown: PESEL" in page.main
    again = seeing(desk).get(f"/applications/{case}")
    assert (PESEL in again.response.text, "porównanie z papierem" in again.main) == (False, True)
    assert events(desk.database).count(Event.ANSWER_REVEALED) == 1


def test_the_answer_sent_again_shows_nothing(desk: DeskUnderTest) -> None:
    case, browser = recorded_on(desk), seeing(desk)
    page = browser.get(f"/applications/{case}")
    said = {"field": "pesel", "reveal_reason": "pyta klient"}
    assert PESEL in browser.send(page, f"/applications/{case}/reveal", **said).main
    again = browser.send(page, f"/applications/{case}/reveal", **said)
    assert (PESEL in again.response.text, "Nothing is shown" in again.text) == (False, True)
    assert events(desk.database).count(Event.ANSWER_REVEALED) == 1


def test_without_a_reason_nothing_is_shown_and_the_field_says_so(desk: DeskUnderTest) -> None:
    case = recorded_on(desk)
    page = shown(desk, case, " ")
    assert (page.status, PESEL in page.response.text) == (400, False)
    assert "reason" in page.field_error("reveal_reason")
    assert Event.ANSWER_REVEALED not in events(desk.database)


def test_after_twenty_within_an_hour_the_desk_says_why_it_shows_no_more(desk: DeskUnderTest) -> None:
    case = recorded_on(desk)
    for _ in range(MOST):
        assert shown(desk, case).status == 200
    page = shown(desk, case)
    assert (page.status, "Within an hour 20 answers" in page.main, PESEL in page.response.text) == (429, True, False)
    desk.clock.advance(minutes=61)
    assert shown(desk, case).status == 200


@pytest.mark.parametrize("role", [Role.CLERK, Role.APPROVER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_no_other_role_is_offered_it(desk: DeskUnderTest, role: Role) -> None:
    case = recorded_on(desk)
    assert not desk.as_(role, name="Celina Bąk").get(f"/applications/{case}").has_form(f"/applications/{case}/reveal")


def test_a_correction_shows_the_mask_and_leaves_it_what_it_is(desk: DeskUnderTest) -> None:
    case, clerk = recorded_on(desk), desk.as_(Role.CLERK)
    page = clerk.get(f"/applications/{case}/edit")
    assert page.form(f"/applications/{case}/edit")["pesel"] == MASK
    assert clerk.send(page, f"/applications/{case}/edit", street="ul. Leśna 1").status == 200
    assert MASK in clerk.get(f"/applications/{case}").text


def test_the_printed_form_asks_for_it_where_the_office_does(desk: DeskUnderTest) -> None:
    with desk.database.reading() as session, desk.app.test_request_context():
        edition = forms.current(session, TODAY)
        asked = paper.asked(office.rules(session))
        forms_printed = [printed_form(edition, Language.PL, dated=TODAY, asked=one) for one in (asked, paper.ALWAYS)]
    assert ["PESEL" in str(one.parts) for one in forms_printed] == [True, False]
