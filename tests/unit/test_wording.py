"""The sentences of mails as data: shipped whole, some in the office's own words, names filled in and nothing else."""

import re

import pytest

from provisioner.letters.catalog import SAMPLES as LETTER_SAMPLES
from provisioner.mail import Unblocked, unblocked
from provisioner.mail.catalog import PASSWORD, SAMPLES
from provisioner.mail.language import Language
from provisioner.mail.unblocked import TEXT
from provisioner.mail.wording import AS_SHIPPED, Part, Wording, shipped
from provisioner.outside.ports import Mail
from provisioner.settings import branding
from provisioner.web.words.office.texts import NAMES, PARTS, TITLES
from provisioner.wording import LETTERS, MAILS, TEXTS

BRAND = branding.load()
OPENING, CLOSING = TEXT.parts[1:]


def mail(opening: str, name: str = "Jan") -> Mail:
    wording = Wording({TEXT.name: {Language.PL: {OPENING.name: opening}}}, {TEXT.name: 2})
    return unblocked(Unblocked("jan@example.com", Language.PL, "104233", name), BRAND, wording)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("name", list(TEXTS))
def test_each_shipped_text_says_every_part_and_holds_the_names_it_must(name: str, language: Language) -> None:
    said = shipped(TEXTS[name], language)
    assert list(said) == [part.name for part in TEXTS[name].parts]
    for part in TEXTS[name].parts:
        assert part.fits(said[part.name]), part.name


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("name", list(MAILS))
def test_each_text_makes_a_mail_in_which_every_name_is_filled_in(name: str, language: Language) -> None:
    sent = SAMPLES[name](language, BRAND, AS_SHIPPED)
    assert not re.search(r"[{}]", sent.text)
    assert (sent.subject, sent.wording) == (shipped(TEXTS[name], language)["subject"], "")
    assert (PASSWORD.reveal() in sent.text) is (name == "credentials")


@pytest.mark.parametrize("name", list(LETTERS))
def test_each_text_makes_a_letter_in_which_every_name_is_filled_in(name: str) -> None:
    for language in Language:
        made = LETTER_SAMPLES[name](language, BRAND, AS_SHIPPED)
        assert not re.search(r"[{}]", f"{made.title} {made.blocks}")
        assert made.title.replace("\N{NO-BREAK SPACE}", " ") == shipped(TEXTS[name], language)["title"]


def test_a_letter_in_the_offices_words_tells_its_version_and_keeps_its_points() -> None:
    own = {"refusal_account": {Language.PL: {"clauses": "Brak zgody na:", "opening": "W sprawie z {received}: nie."}}}
    made = LETTER_SAMPLES["refusal_account"](Language.PL, BRAND, Wording(own, {"refusal_account": 4}))
    assert made.wording == "refusal_account 4"
    assert made.blocks[1:5] == [
        "W\N{NO-BREAK SPACE}sprawie z\N{NO-BREAK SPACE}24 listopada 2026: nie.",
        "Powód: brak zgody na warunki",
        "Brak zgody na:",
        ["klauzula 3: Akceptuję Regulamin iBOK."],
    ]


@pytest.mark.parametrize("name", list(TEXTS))
def test_every_name_a_part_may_hold_has_a_value_when_it_leaves(name: str) -> None:
    all_names = {part.name: " ".join(f"{{{one}}}" for one in part.names) or "x" for part in TEXTS[name].parts}
    for language in Language:
        wording = Wording({name: {language: all_names}})
        sent = SAMPLES[name](language, BRAND, wording).text if name in SAMPLES else ""
        said = sent or str(LETTER_SAMPLES[name](language, BRAND, wording).blocks)
        assert BRAND.office in said.replace("\N{NO-BREAK SPACE}", " ").replace("\n", " ")


def test_every_text_part_and_name_has_its_word_on_the_desk() -> None:
    parts = [part for text in TEXTS.values() for part in text.parts]
    assert set(TEXTS) == set(TITLES)
    assert {part.name for part in parts} == set(PARTS)
    assert {name for part in parts for name in part.names} == set(NAMES)


def test_own_words_stand_in_the_place_of_one_part_in_one_language() -> None:
    sent = mail("Konto {login} znowu działa.\n\nZapraszamy: {office}.")
    assert "Konto 104233 znowu działa.\n\nZapraszamy: " in sent.text
    assert "<p>Konto 104233 znowu działa.</p>\n<p>Zapraszamy: " in sent.html
    assert "z tym samym hasłem" not in sent.text
    assert shipped(TEXT, Language.PL)["subject"] == sent.subject
    assert sent.wording == "unblocked 2"


def test_what_is_typed_is_text_and_a_value_is_filled_in_once() -> None:
    sent = mail("<b>{login}</b> & co.", name="{phone}")
    assert "<p>&lt;b&gt;104233&lt;/b&gt; &amp; co.</p>" in sent.html
    assert "<strong>{phone}</strong>" in sent.html
    assert "Dzień dobry, {phone}," in sent.text


@pytest.mark.parametrize("said", ["bez nazwy", "{login} {stara}", "{login} {{7*7}}", "{login} {% if x %}", "{login} }"])
def test_own_words_that_this_version_cannot_fill_in_are_left_aside(said: str) -> None:
    assert shipped(TEXT, Language.PL)["opening"].replace("{login}", "104233") in " ".join(mail(said).text.split())


def test_what_is_wrong_with_words_is_named() -> None:
    assert OPENING.missing("{phone}") == ["login"]
    assert OPENING.foreign("{login} {password} { {{x}} {A b}") == ["{password}", "{", "{", "{x}", "}", "{", "}"]
    assert TEXT.parts[0].foreign("Konto {login}") == ["{login}"]


def test_a_line_with_nothing_but_blanks_parts_paragraphs_too() -> None:
    assert Part("closing").lines("jeden\n \t\ndwa\nlinie") == ["jeden", "dwa linie"]


def test_only_what_spoke_in_the_offices_words_says_so() -> None:
    text = TEXTS["blocked"]
    own = Wording({"blocked": {Language.PL: {"opening": "Konto {login} jest zablokowane."}}}, {"blocked": 3})
    assert own.mark(text, Language.PL) == "blocked 3"
    assert own.mark(text, Language.EN) == "", "the other language has none"
    assert Wording({"blocked": {Language.PL: {"opening": "Konto {x}."}}}, {"blocked": 4}).mark(text, Language.PL) == ""
    assert Wording({}, {"blocked": 4}).mark(text, Language.PL) == "", "back to what is shipped"
