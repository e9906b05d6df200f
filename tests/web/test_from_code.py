"""A scanned code opens the clerk's form filled: fields only, marked, checked like typing; a bad one changes nothing."""

from typing import Any

import pytest

from provisioner.applications.code import coded
from provisioner.staff.roles import Role
from tests.declared import OLD
from tests.factories import PAPER
from tests.web.desk import DeskUnderTest
from tests.web.page import Browser, Page
from tests.web.test_own_form import TYPED
from tests.web.test_printed_editions import answers, with_an_older

NEW, FILL = "/applications/new", "/applications/from-code"
OWN = {name: text for name, text in TYPED.items() if name not in ("lang", "email_again")}
CODE = coded("2026-01", OWN)


def scanned(browser: Browser, code: str, page: Page | None = None, /, **typed: Any) -> Page:
    values = (page or browser.get(NEW)).form(NEW) | typed | {"paper_code": code, "fill": "1"}
    return browser.post(FILL, data=values)


def marked(page: Page) -> set[str]:
    return {
        str(label.get("for") or label.find_next("input")["name"])  # type: ignore[index]
        for label in page.soup.select("label, legend")
        if label.select(".badge") and "from the code" in label.get_text()
    }


def test_a_code_fills_the_fields_and_marks_them(small_desk: DeskUnderTest) -> None:
    page = scanned(small_desk.as_(Role.CLERK), CODE)
    filled = page.form(NEW)
    assert {name: filled[name] for name in OWN} == OWN
    assert filled["email_again"] == OWN["email"]
    assert marked(page) == {*OWN, "email_again"}
    assert "Compare it with the paper" in page.main


def test_no_clause_is_ticked_and_nothing_is_saved_by_a_code(small_desk: DeskUnderTest) -> None:
    page = scanned(small_desk.as_(Role.CLERK), CODE, channel="post", received_on="23.11")
    filled = page.form(NEW)
    assert not [name for name in filled if name.startswith("clause-") or name == "regulamin_signed"]
    assert (filled["channel"], filled["received_on"]) == ("post", "23.11")
    assert small_desk.as_(Role.CLERK).get("/").main.count("Żółkiewski") == 0


def test_what_the_clerk_changes_is_no_longer_marked(small_desk: DeskUnderTest) -> None:
    browser = small_desk.as_(Role.CLERK)
    page = scanned(browser, CODE)
    page = browser.send(page, NEW, button="preview", town="Gdynia")
    assert page.form(NEW)["town"] == "Gdynia"
    assert "town" not in marked(page)
    assert "street" in marked(page)


def test_a_filled_form_is_checked_and_saved_like_a_typed_one(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)
    page = scanned(browser, coded("2026-01", {**OWN, "nip": "1", "email": "no address"}))
    page = browser.send(page, NEW, button="open", channel="post", received_on="23.11")
    assert page.status == 400
    assert "email" in page.summary()
    page = scanned(browser, CODE, channel="post", received_on="23.11", language="pl")
    page = browser.send(page, NEW, button="all_yes")
    assert "Żółkiewski" in browser.send(page, NEW, button="open").main


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("", "no code of our form"),
        ("https://example.com", "no code of our form"),
        (CODE[:-5], "damaged or incomplete"),
        (CODE.replace("7", "8"), "damaged or incomplete"),
        ("W9" + CODE[2:], "A newer version"),
        ("<script>" * 50, "no code of our form"),
    ],
)
def test_a_bad_code_is_told_at_its_field_and_what_is_typed_stays(
    small_desk: DeskUnderTest, code: str, said: str
) -> None:
    page = scanned(small_desk.as_(Role.CLERK), code, street="ul. Polna 7")
    assert page.status == 400
    assert said in page.summary()["paper_code"]
    assert said in page.field_error("paper_code")
    assert page.form(NEW)["street"] == "ul. Polna 7"
    assert marked(page) == set()


def test_the_code_of_an_older_edition_asks_about_its_clauses(desk: DeskUnderTest) -> None:
    older, browser = with_an_older(desk), desk.as_(Role.CLERK)
    page = scanned(browser, coded(OLD.code, OWN))
    assert f"older edition {OLD.code}" in page.main
    assert page.form(NEW)["edition"] == older
    assert set(answers(desk)) <= {str(one["name"]) for one in page.form_tag(NEW).find_all("input")}


def test_a_forged_edition_is_only_told(small_desk: DeskUnderTest) -> None:
    page = scanned(small_desk.as_(Role.CLERK), coded("<b>none</b>", {"last_name": "Nowak"}))
    assert page.status == 200
    assert "“<b>none</b>”, which is not known here" in page.main
    assert "form 2026-01" in page.main
    assert marked(page) == {"last_name"}


def test_a_code_over_another_customers_form_leaves_nothing_of_theirs(small_desk: DeskUnderTest) -> None:
    own = {**OWN, "phone": ""}
    page = scanned(small_desk.as_(Role.CLERK), coded("2026-01", own), **{**PAPER, "country": "Niemcy"})
    filled = page.form(NEW)
    assert (filled["phone"], filled["country"], filled["first_name"]) == ("", "", "Józef")


def test_what_proves_a_mandate_is_keyed_in_by_whoever_sees_it(small_desk: DeskUnderTest) -> None:
    proof = {"proof_kind": "power", "proof_on": "20.11.2026"}
    signed = OWN | {"filed_by": "attorney", "attorney_name": "Anna Lis"}
    page = scanned(small_desk.as_(Role.CLERK), coded("2026-01", signed | proof))
    filled = page.form(NEW)
    assert filled["attorney_name"] == "Anna Lis"
    assert (filled.get("proof_kind", ""), filled["proof_on"]) == ("", "")
    assert not marked(page) & {*proof}
    kept = scanned(small_desk.as_(Role.CLERK), coded("2026-01", signed), **proof).form(NEW)
    assert (kept["proof_kind"], kept["proof_on"]) == ("power", "20.11.2026")
