"""Texts of mails and letters on the desk: looked at as they leave, then saved; a fixed list of names, nothing run."""

from io import BytesIO

import sqlalchemy as sa
from pypdf import PdfReader

from provisioner.journal import Event
from provisioner.mail.catalog import PASSWORD
from provisioner.staff.roles import Role
from provisioner.web.words.office.texts import title
from provisioner.wording import TEXTS
from provisioner.wording.tables import OwnText
from tests.web.desk import DeskUnderTest
from tests.web.page import Browser, Page
from tests.web.rows import events
from tests.web.test_bad_input import CORPUS, as_bytes
from tests.web.test_recheck import SILENT

WHERE = "/texts/blocked"
OWN = "Konto {login} jest zablokowane."


def administrator(desk: DeskUnderTest, name: str = "Zofia Mazur") -> Browser:
    return desk.as_(Role.ADMINISTRATOR, name=name)


def looked_at(browser: Browser, **typed: str) -> Page:
    return browser.send(browser.get(WHERE), WHERE, do="look", **typed)


def saved(browser: Browser, **typed: str) -> Page:
    return browser.send(looked_at(browser, **typed), WHERE, do="save")


def test_the_list_names_every_text_and_whose_words_it_has(desk: DeskUnderTest) -> None:
    browser = administrator(desk)
    saved(browser, **{"pl-opening": OWN})
    page = browser.get("/texts")
    for name in TEXTS:
        assert title(name) in page.main
    assert "Account blocked own words Zofia Mazur, today 10:00 Account unblocked as shipped never changed" in page.main


def test_words_are_shown_as_they_will_be_sent_and_saved_only_then(small_desk: DeskUnderTest) -> None:
    browser = administrator(small_desk)
    page = browser.send(browser.get(WHERE), WHERE, **{"pl-opening": OWN, "do": "save"})
    assert "Not saved yet" in page.main
    assert "Konto 104233 jest zablokowane." in page.main
    assert "Nobody can sign in to the account 104233 for now." in page.main
    assert events(small_desk.database) == []
    page = browser.send(page, WHERE, do="save")
    assert "Saved: it is said so from now on." in page.text
    assert page.form(WHERE)["pl-opening"] == OWN
    assert "Version 1: Zofia Mazur" in page.main
    assert events(small_desk.database) == [Event.TEXT_REWORDED]


def test_what_was_typed_after_the_look_is_looked_at_again(small_desk: DeskUnderTest) -> None:
    browser = administrator(small_desk)
    page = browser.send(looked_at(browser, **{"pl-opening": OWN}), WHERE, **{"pl-opening": f"{OWN} Tak.", "do": "save"})
    assert "Konto 104233 jest zablokowane. Tak." in page.main
    assert events(small_desk.database) == []


def test_a_name_that_is_not_filled_in_or_is_missing_is_refused_at_its_field(small_desk: DeskUnderTest) -> None:
    typed = {
        "pl-subject": "Konto {login}", "pl-opening": "Zablokowane.", "en-closing": "{{ 7*7 }}", "en-reason": "x" * 2001
    }  # fmt: skip
    page = looked_at(administrator(small_desk), **typed)
    assert page.status == 400
    assert list(page.summary()) == ["pl-subject", "pl-opening", "en-reason", "en-closing"]
    assert page.field_error("pl-subject") == "Take out {login}: nothing is filled in here"
    assert page.field_error("pl-opening") == "Add {login}, which this part must hold"
    assert page.field_error("en-closing").startswith("Take out {, }")
    assert page.form(WHERE) | typed == page.form(WHERE)
    assert "49" not in page.form(WHERE)["en-closing"]


def test_whatever_is_typed_is_shown_as_text_or_refused_and_nothing_is_kept(small_desk: DeskUnderTest) -> None:
    browser = administrator(small_desk)
    good = browser.get(WHERE).form(WHERE)
    for name in ("pl-subject", "en-closing", "seen", "confirmed", "do"):
        for bad in CORPUS.values():
            answer = browser.client.post(WHERE, data=good | {name: as_bytes(bad)})
            assert answer.status_code in (200, 400, 413), (name, bad[:20])
            assert "<script>alert" not in answer.get_data(as_text=True)
    assert events(small_desk.database) == []


def test_an_empty_field_and_a_button_go_back_to_the_shipped_words(small_desk: DeskUnderTest) -> None:
    browser = administrator(small_desk)
    saved(browser, **{"pl-opening": OWN, "pl-subject": "Blokada"})
    page = saved(browser, **{"pl-opening": ""})
    assert page.form(WHERE)["pl-opening"].startswith("nie można teraz")
    page = browser.send(page, f"{WHERE}/shipped")
    assert "It is said as this version ships it from now on." in page.text
    assert not page.has_form("/shipped")
    assert "Subject, which is its heading too (in Polish): Blokada → shipped text" in page.main


def test_the_html_part_is_a_page_on_which_nothing_runs(small_desk: DeskUnderTest) -> None:
    browser = administrator(small_desk)
    page = looked_at(browser, **{"pl-opening": "<script>x</script> {login}"})
    answer = browser.client.post(f"{WHERE}/html/pl", data=page.form(WHERE))
    assert "&lt;script&gt;x&lt;/script&gt; 104233" in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


def test_a_letter_is_looked_at_as_pdf_with_the_words_typed(small_desk: DeskUnderTest) -> None:
    browser, where = administrator(small_desk), "/texts/refusal_account"
    page = browser.send(browser.get(where), where, **{"pl-again": "Zapraszamy ponownie.", "do": "look"})
    assert "– klauzula 3: Akceptuję Regulamin iBOK." in page.main
    assert "Zapraszamy ponownie." in page.main
    answer = browser.client.post(f"{where}/pdf/pl", data=page.form(where))
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert "Zapraszamy ponownie." in "".join(one.extract_text() for one in PdfReader(BytesIO(answer.data)).pages)
    assert browser.client.post("/texts/blocked/pdf/pl", data=page.form(where)).status_code == 404


def test_a_letter_that_cannot_be_printed_is_not_saved(small_desk: DeskUnderTest) -> None:
    browser, where = administrator(small_desk), "/texts/refusal_account"
    page = browser.send(browser.get(where), where, **{"pl-again": "Zapraszamy 🙂", "do": "look"})
    assert page.status == 409
    assert "this letter cannot be printed" in page.main
    assert page.form(where)["pl-again"] == "Zapraszamy 🙂"


def test_a_look_at_the_access_mail_shows_a_password_of_nobodys(small_desk: DeskUnderTest) -> None:
    browser = administrator(small_desk)
    page = browser.send(browser.get("/texts/credentials"), "/texts/credentials", do="look")
    assert PASSWORD.reveal() in page.main
    assert "the password are invented" in page.main


def test_of_two_administrators_the_second_is_told_and_keeps_what_was_typed(small_desk: DeskUnderTest) -> None:
    first, second = administrator(small_desk), administrator(small_desk, "Adam Wilk")
    page = looked_at(second, **{"pl-opening": f"{OWN} B"})
    saved(first, **{"pl-opening": OWN})
    page = second.send(page, WHERE, do="save")
    assert page.status == 409
    assert "Changed by Zofia Mazur, today 10:00." in page.main
    assert page.form(WHERE)["pl-opening"] == f"{OWN} B"
    page = second.send(second.send(page, WHERE, do="look"), WHERE, do="save")
    assert "Version 2: Adam Wilk" in page.main


def test_whoever_looks_after_a_colleague_saved_is_told_too(small_desk: DeskUnderTest) -> None:
    first, second = administrator(small_desk), administrator(small_desk, "Adam Wilk")
    page = second.get(WHERE)
    saved(first, **{"pl-opening": OWN})
    page = second.send(second.send(page, WHERE, do="look", **{"pl-closing": "Dzwoń."}), WHERE, do="save")
    assert page.status == 409
    assert "Changed by Zofia Mazur, today 10:00." in page.main


def test_own_words_over_shipped_ones_that_have_changed_are_told_until_they_are_saved_again(
    small_desk: DeskUnderTest,
) -> None:
    browser = administrator(small_desk)
    saved(browser, **{"pl-opening": OWN})
    with small_desk.database.transaction() as session:
        parts = {"pl": {"opening": {"said": OWN, "over": "Tak było, {login}."}, "closing": {"said": "{x}", "over": ""}}}
        session.execute(sa.update(OwnText).values(parts=parts))
    assert "own, over changed shipped words" in browser.get("/texts").main
    page = browser.get(WHERE)
    assert "shipped words changed" in page.main
    assert "Tak było, {login}." in page.main
    assert "not used" in page.main
    page = saved(browser, **{"pl-closing": ""})
    assert "shipped words changed" not in page.main


def test_whoever_may_only_read_settings_reads_the_words(small_desk: DeskUnderTest) -> None:
    page = small_desk.as_(Role.AUDITOR).get(WHERE)
    assert "nie można teraz logować się na konto {login}" in page.main
    assert not page.soup.select("textarea, .actions button")
    assert small_desk.as_(Role.CLERK).get(WHERE).status == 403


def test_while_keycloak_is_silent_nothing_is_lost_and_nothing_changes(desk: DeskUnderTest) -> None:
    browser = administrator(desk)
    page = looked_at(browser, **{"pl-opening": OWN})
    desk.clock.advance(minutes=2)
    desk.realm.trouble = SILENT
    page = browser.send(page, WHERE, do="save")
    assert page.status == 503
    assert "the login server (Keycloak) does not answer" in page.main
    assert page.form(WHERE)["pl-opening"] == OWN
    assert events(desk.database) == []
