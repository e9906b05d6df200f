"""The clerk picks the edition that is printed on the paper; its clauses are then asked about, in a batch too (R2)."""

from provisioner import forms
from provisioner.staff.roles import Role
from tests.declared import OLD, clause
from tests.factories import PAPER, TODAY
from tests.web.desk import DeskUnderTest
from tests.web.page import Page

NEW = "/applications/new"


def with_an_older(desk: DeskUnderTest) -> str:
    """The id of an edition that counted until September, beside the one in force."""
    with desk.database.transaction() as session:
        forms.load(session, OLD.model_copy(update={"valid_from": OLD.valid_from.replace(year=2025)}))
        session.flush()
        (found,) = (one for one in forms.in_force(session, TODAY) if one.code == OLD.code)
        return str(found.id)


def answers(desk: DeskUnderTest) -> dict[str, str]:
    with desk.database.reading() as session:
        return {clause(session, OLD.code, number): "accepted" for number in (1, 2, 3, 4)}


def codes(page: Page) -> list[str]:
    return [one.get_text() for one in page.soup.select("#edition option")]


def test_one_edition_asks_nothing(small_desk: DeskUnderTest) -> None:
    assert codes(small_desk.as_(Role.CLERK).get(NEW)) == []


def test_an_older_edition_is_picked_and_keeps_to_the_batch(desk: DeskUnderTest) -> None:
    older, browser = with_an_older(desk), desk.as_(Role.CLERK)
    page = browser.get(NEW)
    assert codes(page) == ["2026-01", OLD.code]
    assert "Akceptuję Regulamin." not in page.text
    page = browser.send(page, NEW, button="clauses", edition=older, first_name="Józef")
    assert page.form(NEW)["first_name"] == "Józef"
    assert set(answers(desk)) <= {str(one["name"]) for one in page.form_tag(NEW).find_all("input")}
    page = browser.send(page, NEW, button="next", **{**PAPER, **answers(desk), "edition": older})
    assert page.status == 200
    assert page.form(NEW)["edition"] == older


def test_a_future_or_unknown_edition_is_the_one_in_force(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        forms.load(session, OLD.model_copy(update={"valid_from": OLD.valid_from.replace(year=2027)}))
    browser = desk.as_(Role.CLERK)
    for named in ("2", "999", "x"):
        assert "form 2026-01" in browser.get(f"{NEW}?edition={named}").main
