"""People and companies are wider than a form expects: what the paper says can be keyed in and is kept."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provisioner.applications import Entry, paper, read_entry
from provisioner.applications.tables import Application
from provisioner.database import Database
from provisioner.entry.reader import EntryProblems
from provisioner.entry.texts import visible
from tests.factories import PAPER, PRACTICE, TODAY, never_overdue, recorded

COMPANY: dict[str, Any] = {
    "customer_kind": "company",
    "first_name": "",
    "last_name": "",
    "company_name": "Wodnik sp. z o.o.",
}
ABROAD: dict[str, Any] = {"street": "Unter den Linden 5", "town": "Berlin", "postcode": "10117", "country": "Niemcy"}


def keyed(**changed: Any) -> Entry:
    """The paper as it was read."""
    return read_entry({**PAPER, **changed}, clauses=[], today=TODAY, practice=PRACTICE, last_day=never_overdue)


def refused(**changed: Any) -> list[tuple[str, str]]:
    """What is wrong or asked."""
    with pytest.raises(EntryProblems) as found:
        keyed(**changed)
    return [(problem.field, problem.code) for problem in found.value.problems]


@pytest.mark.parametrize(
    "name",
    ["Jan & Anna", "Nowak (z d. Kos)", "Nowak/Kos", "Jan i Anna", "Παπαδόπουλος", "Петренко", "O'Neil", "d’Arc",
     "Nguyễn", "Nowak (dawniej: Kos)", "Łysoń-Źdźbło", "Jan „Zenon”", "von Ærø", "K" * 255, "Ng", "Ö"],
)  # fmt: skip
def test_a_real_name_fits(name: str) -> None:
    assert keyed(last_name=name)[paper.LAST_NAME] == name.replace("’", "'")


@pytest.mark.parametrize("sign", "‘’ʼʻ′´`＇ʿʾꞌ")
def test_every_apostrophe_becomes_the_one_on_the_keyboard(sign: str) -> None:
    read = keyed(last_name=f"O{sign}Neil", street=f"rue de l{sign}Eau 1")
    assert (read[paper.LAST_NAME], read[paper.STREET]) == ("O'Neil", "rue de l'Eau 1")


def test_a_name_may_begin_with_a_half_ring_and_hold_a_double_apostrophe() -> None:
    assert keyed(last_name="ʿAbd")[paper.LAST_NAME] == "'Abd"
    assert keyed(last_name="Saʾd")[paper.LAST_NAME] == "Sa'd"
    assert keyed(last_name="Tˮu")[paper.LAST_NAME] == 'T"u'


@pytest.mark.parametrize("name", ["Nowak: Kos", "Tel.: Kos", "Kos (601:)", "Nowak (dawniej:)"])
def test_a_colon_stands_in_a_name_only_after_what_the_brackets_say(name: str) -> None:
    assert refused(last_name=name) == [("last_name", "name")]


def test_a_blank_pattern_of_braille_is_dropped_like_whatever_nobody_sees() -> None:
    assert keyed(last_name="Nowak\u2800")[paper.LAST_NAME] == "Nowak"


def test_an_address_keeps_the_grave_accent_that_belongs_to_it() -> None:
    email = "o`neil'x@example.com"
    assert keyed(email=email, email_again=email)[paper.EMAIL] == email


@pytest.mark.parametrize("sign", "‐‑‒–—−")
def test_every_dash_in_a_persons_name_becomes_a_hyphen(sign: str) -> None:
    assert keyed(last_name=f"Nowak{sign}Kos")[paper.LAST_NAME] == "Nowak-Kos"


def test_a_company_keeps_the_dash_of_its_name() -> None:
    name = "Zakład – „Woda & Syn” (Kartuzy)"
    assert keyed(**COMPANY | {"company_name": name}, nip="8567346215")[paper.COMPANY_NAME] == name


@pytest.mark.parametrize("empty", ["first_name", "last_name"])
def test_one_name_only_is_asked_about_and_then_kept(empty: str) -> None:
    assert refused(**{empty: ""}) == [(empty, "one_name")]
    assert keyed(**{empty: "", f"{empty}_sure": "yes"})[paper.ALWAYS[0]]
    assert refused(first_name="", last_name="", first_name_sure="yes", last_name_sure="yes") == [
        ("first_name", "required"), ("last_name", "required"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("de 136 695 976", "DE136695976"), ("EL 094259216", "EL094259216"), ("CHE-107.787.577 MWST", "CHE107787577MWST"),
     ("856–734–62–15", "8567346215"), ("GB 980 7806 84", "GB980780684"),
     ("UA 123456789012", "UA123456789012"), ("US 12-3456789", "US123456789"), ("TR 4540536920", "TR4540536920"),
     ("RU7707083893", "RU7707083893"), ("JP 7000012050002", "JP7000012050002")],
)  # fmt: skip
def test_a_companys_tax_number_may_be_of_another_country(typed: str, kept: str) -> None:
    assert keyed(**COMPANY, nip=typed)[paper.NIP] == kept


@pytest.mark.parametrize(
    "typed", ["DE136695977", "XX123456789", "US12", "USABCDEFGH", "RU7707083894", "PL8567346216", "DE"]
)
def test_a_foreign_tax_number_that_cannot_be_one_is_refused(typed: str) -> None:
    assert refused(**COMPANY, nip=typed) == [("nip", "nip")]


def test_a_company_without_any_tax_number_is_asked_about() -> None:
    assert refused(**COMPANY) == [("nip", "no_nip")]
    assert keyed(**COMPANY, nip_sure="yes")[paper.NIP] == ""


def test_an_attorney_may_be_a_company() -> None:
    read = keyed(filed_by="attorney", attorney_name="Kancelaria 4U & Partnerzy sp.k.")
    assert read[paper.ATTORNEY_NAME] == "Kancelaria 4U & Partnerzy sp.k."


@pytest.mark.parametrize("postcode", ["10117", "SW1A 1AA", "1234 AB", "D-10117", "LV–1010", ""])
def test_an_address_abroad_has_its_own_postcode_or_none(postcode: str) -> None:
    assert keyed(**ABROAD | {"postcode": postcode})[paper.POSTCODE] == postcode.replace("–", "-")


@pytest.mark.parametrize("country", ["", "Polska", "poland", "PL"])
def test_in_poland_a_postcode_has_five_digits(country: str) -> None:
    assert refused(**ABROAD | {"country": country, "postcode": "SW1A 1AA"}) == [("postcode", "postcode")]
    assert refused(country=country, postcode="") == [("postcode", "required")]
    assert keyed(country=country)[paper.COUNTRY] == ""


def test_what_is_no_country_or_no_postcode_is_told() -> None:
    assert refused(**ABROAD | {"country": "12"}) == [("country", "country")]
    assert refused(**ABROAD | {"postcode": "x" * 13}) == [("postcode", "foreign_postcode")]


@pytest.mark.parametrize(
    "hidden", ["\u200b", "\ufeff", "\u00ad", "\u202e", "\u2060", "\x00", "\x1b", "\u034f", "\u3164", "\ufe0f", "\u061c"]
)
def test_what_nobody_can_see_is_dropped_quietly(hidden: str) -> None:
    around = {name: f"{hidden}{value[:2]}{hidden}{value[2:]}" for name, value in PAPER.items() if name in HAND_TYPED}
    read = keyed(**around, note=f"a{hidden}b")
    assert [read[field] for field in paper.ALWAYS if field is not paper.NOTE] == [
        keyed()[field] for field in paper.ALWAYS if field is not paper.NOTE
    ]
    assert read[paper.NOTE] == "ab"


HAND_TYPED = {
    "received_on", "customer_number", "first_name", "last_name", "street", "postcode", "town", "email", "email_again",
    "phone",
}  # fmt: skip


@given(st.text())
def test_a_text_that_was_made_visible_stays_as_it_is(text: str) -> None:
    assert visible(visible(text)) == visible(text)


def test_the_end_of_a_line_counts_once() -> None:
    assert keyed(note="a\r\n" * 999 + "bb")[paper.NOTE] == "a\n" * 999 + "bb"
    assert refused(note="a\r\n" * 1000 + "b") == [("note", "too_long")]


def test_a_line_broken_by_pasting_is_one_line() -> None:
    assert keyed(street="ul. Polna\r\n7\tm. 2\u2028")[paper.STREET] == "ul. Polna 7 m. 2"


def test_a_name_is_as_long_as_keycloak_counts_it() -> None:
    wide = "\N{GRINNING FACE}"
    assert keyed(**COMPANY | {"company_name": "W" + wide * 127}, nip="8567346215")
    assert refused(**COMPANY | {"company_name": "W" + wide * 128}, nip="8567346215") == [("company_name", "too_long")]


def test_the_longest_names_are_kept_whole(database: Database) -> None:
    with database.transaction() as session:
        found = recorded(session, first_name="ß" * 255, last_name="Ж" * 255)
        company = recorded(session, **COMPANY | {"company_name": "W" * 255}, nip="CHE107787577MWST", **ABROAD)
        people, firm = found.id, company.id
    with database.reading() as session:
        kept = session.get_one(Application, people)
        assert (len(kept.display_name), kept.first_name, kept.last_name) == (511, "ß" * 255, "Ж" * 255)
        assert session.get_one(Application, firm).country == "Niemcy"


def test_people_with_one_name_and_companies_without_a_number_are_kept(database: Database) -> None:
    with database.transaction() as session:
        person = recorded(session, first_name="", first_name_sure="yes", last_name="Suharto")
        company = recorded(session, **COMPANY, nip_sure="yes")
        assert (person.display_name, person.name_key, company.nip) == ("Suharto", "suharto", "")
