"""Editions of the form on the desk: read by the office, written as drafts, put into force after a look ahead."""

import pytest

from provisioner.forms.paper import MOST_CLAUSES
from provisioner.staff.roles import Role
from provisioner.web.pages.editions.typed import rearranged, typed
from tests.editions import NEWS, TEXT, drafted
from tests.factories import recorded
from tests.web.desk import DeskUnderTest
from tests.web.page import Browser, Page

DEMANDED = TEXT.model_copy(update={"clauses": (NEWS.model_copy(update={"number": 1, "required": True}),)})


def administrator(desk: DeskUnderTest, name: str = "Zofia Mazur") -> Browser:
    return desk.as_(Role.ADMINISTRATOR, name=name)


def begun(desk: DeskUnderTest, browser: Browser) -> Page:
    return browser.send(browser.get("/forms/1"), "/forms/1/draft")


def drafted_on(desk: DeskUnderTest) -> str:
    with desk.database.transaction() as session:
        draft_id, _ = drafted(session, DEMANDED)
    return f"/forms/drafts/{draft_id}"


def test_the_list_says_which_edition_counts_and_how_many_papers_are_signed_on_it(small_desk: DeskUnderTest) -> None:
    with small_desk.database.transaction() as session:
        recorded(session)
    page = administrator(small_desk).get("/forms")
    assert (
        "in force Friday 2 January 2026 until further notice Regulamin IBOK z 2 stycznia 2026 r. 1 paper" in page.main
    )
    auditor = small_desk.as_(Role.AUDITOR).get("/forms/1")
    assert "I accept" not in auditor.main
    assert "accept them" in auditor.main
    assert not auditor.has_form("/draft")


def test_a_new_edition_is_written_looked_at_and_put_into_force(desk: DeskUnderTest) -> None:
    browser = administrator(desk)
    page = begun(desk, browser)
    where = str(page.form_tag("/forms/drafts/")["action"])
    page = browser.send(page, where, **{"code": "2026-12", "row-1-en": "A new notice.", "do": "save"})
    assert "The draft is saved" in page.text
    assert "A new notice." in page.main
    page = browser.send(page, "/in-force", valid_from="d")
    assert "From Tuesday 24 November 2026 on new papers are entered on the edition 2026-12" in page.main
    page = browser.send(page, "/in-force")
    assert "The edition 2026-12 counts from Tuesday 24 November 2026." in page.text
    assert "form 2026-12" in desk.as_(Role.CLERK, name="Celina Clerk").get("/applications/new").main


def test_clauses_are_moved_added_and_removed_and_nothing_typed_is_lost(small_desk: DeskUnderTest) -> None:
    browser = administrator(small_desk)
    page = begun(small_desk, browser)
    where = str(page.form_tag("/forms/drafts/")["action"])
    first, second = page.form(where)["row-0-en"], page.form(where)["row-1-en"]
    page = browser.send(page, where, **{"do": "down-0", "code": "typed"})
    assert (page.form(where)["row-0-en"], page.form(where)["row-1-en"]) == (second, first)
    assert page.form(where)["code"] == "typed"
    page = browser.send(page, where, do="add")
    assert page.form(where)["row-4-kind"] == "term"
    page = browser.send(page, where, do="remove-4")
    assert "row-4-kind" not in page.form(where)


def test_everything_wrong_with_a_draft_is_told_at_once(small_desk: DeskUnderTest) -> None:
    browser = administrator(small_desk)
    page = begun(small_desk, browser)
    where = str(page.form_tag("/forms/drafts/")["action"])
    page = browser.send(page, where, **{"code": "", "row-1-pl": " ", "do": "save"})
    assert page.status == 400
    assert page.summary() == {"code": "Fill in this field", "row-1-pl": "Clause 2: Fill in this field"}
    page = browser.send(page, where, **{"code": "2026-01", "row-1-pl": "Treść", "do": "save"})
    assert (page.status, list(page.summary())) == (409, ["code"])


def test_a_demanded_consent_is_warned_of_where_it_is_written_and_before_it_counts(small_desk: DeskUnderTest) -> None:
    browser, where = administrator(small_desk), drafted_on(small_desk)
    assert "A consent must be free" in browser.get(where).main
    page = browser.get(f"{where}/preview")
    assert "required consent" in page.main
    assert "Clauses that demand a consent: 1." in browser.send(page, "/in-force", valid_from="27.11").main


@pytest.mark.parametrize(
    ("day", "said"), [("", "Fill in this field"), ("23.11.2026", "This day is over"), ("31.02", "real day")]
)
def test_a_day_that_cannot_be_is_told_at_its_field(small_desk: DeskUnderTest, day: str, said: str) -> None:
    browser, where = administrator(small_desk), drafted_on(small_desk)
    page = browser.send(browser.get(f"{where}/preview"), "/in-force", valid_from=day)
    assert page.status == 400
    assert said in page.field_error("valid_from")


def test_who_decides_from_an_older_draft_is_told_and_keeps_what_is_typed(small_desk: DeskUnderTest) -> None:
    where = drafted_on(small_desk)
    mine, theirs = administrator(small_desk), administrator(small_desk, "Piotr Adamski")
    page, shown = mine.get(where), mine.get(f"{where}/preview")
    theirs.send(theirs.get(where), where, code="theirs", do="save")
    page = mine.send(page, where, code="mine", do="save")
    assert (page.status, page.form(where)["code"]) == (409, "mine")
    assert "saving again replaces" in page.main
    late = mine.send(shown, "/discard")
    assert late.status == 409
    assert "This is how it reads now" in late.main
    assert "Draft of the edition mine" in mine.send(page, where, do="save").main


def test_a_draft_thrown_away_is_gone(small_desk: DeskUnderTest) -> None:
    browser, where = administrator(small_desk), drafted_on(small_desk)
    page = browser.get(f"{where}/preview")
    assert "The draft is thrown away." in browser.send(page, "/discard").text
    assert browser.get(where).status == 404
    late = browser.send(page, "/in-force", valid_from="d")
    assert late.status == 409
    assert "This draft is no more" in late.main


def test_a_draft_that_cannot_be_printed_does_not_come_into_force(small_desk: DeskUnderTest) -> None:
    browser, where = administrator(small_desk), drafted_on(small_desk)
    browser.send(browser.get(where), where, **{"row-0-en": "I want 李 news.", "do": "save"})
    page = browser.send(browser.get(f"{where}/preview"), "/in-force", valid_from="d")
    assert page.status == 409
    assert "this form cannot be printed" in page.main
    assert browser.get(where).status == 200


def test_what_is_typed_into_a_draft_that_is_gone_is_still_shown(small_desk: DeskUnderTest) -> None:
    browser, where = administrator(small_desk), drafted_on(small_desk)
    page = browser.get(where)
    browser.send(browser.get(f"{where}/preview"), "/discard")
    page = browser.send(page, where, code="typed for long", do="save")
    assert (page.status, page.form(where)["code"]) == (409, "typed for long")
    assert "this draft is no more" in page.main


def test_clauses_beyond_those_a_form_may_have_are_told_and_kept(small_desk: DeskUnderTest) -> None:
    browser, where = administrator(small_desk), drafted_on(small_desk)
    rows = {f"row-{place}-{one}": "Treść" for place in range(45) for one in ("pl", "en")}
    page = browser.send(browser.get(where), where, **rows, **{f"row-{n}-kind": "term" for n in range(45)}, do="save")
    assert page.status == 400
    assert "40 clauses at most" in page.summary()["code"]
    assert page.form(where)["row-44-pl"] == "Treść"


def test_no_button_makes_more_clauses_than_a_form_may_have() -> None:
    full = typed({f"row-{place}-pl": "x" for place in range(MOST_CLAUSES)})
    for word in ("add", "up-99", "up--1", "nothing", "up-²"):
        assert rearranged(full, word).rows == full.rows
