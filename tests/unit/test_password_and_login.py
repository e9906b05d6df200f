"""Temporary passwords (R5) and logins (R4)."""

import math

import pytest

from provisioner.identifiers import fold
from provisioner.logins import Practice, with_ordinal
from provisioner.logins.rules import Scheme
from provisioner.outside.password import ALPHABET, DIGITS, LETTERS, TemporaryPassword, temporary_password
from provisioner.realm.demands import unmet_by_temporary_passwords


def test_r6_every_temporary_password_meets_the_customers_own_rule() -> None:
    drawn = [temporary_password().reveal() for _ in range(10_000)]
    assert all(len(p) == 16 and set(p) & set(LETTERS) and set(p) & set(DIGITS) for p in drawn)
    assert len(set(drawn)) == len(drawn)


def test_a_temporary_password_cannot_be_guessed_or_misread() -> None:
    assert 16 * math.log2(len(ALPHABET)) > 79
    assert not set("ilo01") & set(ALPHABET)


def test_p3_a_temporary_password_prints_as_stars() -> None:
    password = TemporaryPassword("abcd2345efgh6789")
    assert "abcd" not in f"{password} {password!r} {[password]}"
    assert password.groups() == ["abcd", "2345", "efgh", "6789"]


def test_an_empty_password_is_refused_before_it_breaks_an_account() -> None:
    with pytest.raises(ValueError, match="empty"):
        TemporaryPassword("")


def by(scheme: Scheme) -> Practice:
    return Practice("[0-9]+", scheme)


def test_r4_the_login_is_the_customer_number() -> None:
    assert by("customer_number").stem(customer_number="39-29001A", first_name="", last_name="") == "39-29001a"
    assert [with_ordinal("104233", n) for n in (1, 2, 3)] == ["104233", "104233_2", "104233_3"]


def test_r4_a_login_from_a_name_has_no_polish_letters() -> None:
    assert by("name").stem(customer_number="1", first_name="Łucja", last_name="Żak-Źdźbło") == "lucja.zakzdzblo"


def test_r4_a_company_gets_its_number_where_logins_come_from_names() -> None:
    assert by("name").stem(customer_number="104233", first_name="", last_name="") == "104233"


@pytest.mark.parametrize("first, last", [("Ω", "Ω"), ("Ω", "Kos"), ("Jan", "Ж"), ("-", "'")])
def test_r4_a_name_without_a_plain_letter_gives_the_customer_number(first: str, last: str) -> None:
    assert by("name").stem(customer_number="104233", first_name=first, last_name=last) == "104233"


def test_r4_a_generated_login_tells_nothing() -> None:
    login = by("generated").stem(customer_number="104233", first_name="", last_name="", draw=lambda n: 40716358)
    assert login == "ib40716358"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Łódź", "lodz"),
        ("ŻÓŁW", "zolw"),
        ("Ąę", "ae"),
        ("Ærø", "aero"),
        ("Þórður", "thordur"),
        ("Œil", "oeil"),
        ("Đặng", "dang"),
        ("Straße", "strasse"),
        ("Ŧaħal", "tahal"),
        ("Işık", "isik"),
        ("Ŋuyẽn", "nuyen"),
    ],
)
def test_folding_gives_every_letter_its_plain_one(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    "rule, met",
    [
        ("length(16)", True), ("length(17)", False), ("length", True), ("maxLength(16)", True),
        ("maxLength(12)", False),
        ("digits(1)", True), ("digits(2)", False), ("lowerCase(1)", True), ("upperCase(1)", False),
        ("upperCase", False), ("specialChars(1)", False), ("specialChars(0)", True), ("notUsername", True),
        ("passwordHistory(3)", True), ("passwordBlacklist(common.txt)", True), ("regexPattern((?s).*\\p{L}.*)", True),
        ("regexPattern([A-Z]+)", False),
    ],
)  # fmt: skip
def test_a_rule_of_a_realm_that_no_temporary_password_meets_is_named(rule: str, met: bool) -> None:
    found = list(unmet_by_temporary_passwords([rule], ["regexPattern((?s).*\\p{L}.*)"]))
    assert found == ([] if met else [f"password policy / {rule}: the desk's temporary passwords do not meet it"])
