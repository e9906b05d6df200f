"""Identifiers drawn at random: written in any way they come to one form, and one wrong digit is refused."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provisioner.identifiers import (
    InvalidIdentifier,
    normal_customer_number,
    normal_nip,
    normal_pesel,
    normal_phone,
    normal_postcode,
    shown_phone,
)
from tests.factories import PRACTICE, TODAY

DIGITS = "0123456789"
SEPARATORS = st.sampled_from(["", " ", "-", "–", "\u00a0"])
NIP_WEIGHTS, PESEL_WEIGHTS = (6, 5, 7, 2, 3, 4, 5, 6, 7), (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)
CENTURIES = {18: 80, 19: 0, 20: 20}
"""What a PESEL adds to the month of somebody born in such a century."""


def check(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))


@st.composite
def nips(draw: st.DrawFn) -> str:
    begins = draw(st.text(DIGITS, min_size=9, max_size=9).filter(lambda one: check(one, NIP_WEIGHTS) % 11 != 10))
    return f"{begins}{check(begins, NIP_WEIGHTS) % 11}"


@st.composite
def pesels(draw: st.DrawFn) -> str:
    born = draw(st.dates(date(1800, 1, 1), TODAY))
    month = born.month + CENTURIES[born.year // 100]
    begins = f"{born.year % 100:02}{month:02}{born.day:02}{draw(st.text(DIGITS, min_size=4, max_size=4))}"
    return f"{begins}{-check(begins, PESEL_WEIGHTS) % 10}"


@st.composite
def written(draw: st.DrawFn, number: str) -> str:
    """The number with whatever people put between its digits."""
    return "".join(f"{digit}{draw(SEPARATORS)}" for digit in number)


@given(st.data(), nips().filter(lambda one: one.strip("0")))
def test_a_tax_number_comes_to_its_digits_however_it_is_written(data: st.DataObject, nip: str) -> None:
    before = data.draw(st.sampled_from(["", "PL", "NIP ", "NIP: PL", "nr "]))
    assert normal_nip(before + data.draw(written(nip))) == nip
    assert normal_nip(normal_nip(nip)) == nip


@given(nips(), st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_of_a_tax_number_is_refused(nip: str, place: int, more: int) -> None:
    wrong = nip[:place] + str((int(nip[place]) + more) % 10) + nip[place + 1 :]
    with pytest.raises(InvalidIdentifier):
        normal_nip(wrong)


@given(st.data(), pesels())
def test_a_pesel_comes_to_its_digits_however_it_is_written(data: st.DataObject, pesel: str) -> None:
    assert normal_pesel(data.draw(written(pesel)), TODAY) == pesel


@given(pesels(), st.integers(0, 10), st.integers(1, 9))
def test_one_wrong_digit_of_a_pesel_is_refused(pesel: str, place: int, more: int) -> None:
    wrong = pesel[:place] + str((int(pesel[place]) + more) % 10) + pesel[place + 1 :]
    with pytest.raises(InvalidIdentifier):
        normal_pesel(wrong, TODAY)


@given(st.text(max_size=40))
def test_whatever_is_typed_for_a_customer_number_is_kept_in_its_shape_or_refused(text: str) -> None:
    try:
        number = PRACTICE.read_number(text)
    except InvalidIdentifier:
        return
    assert re.fullmatch(PRACTICE.number_pattern, number, re.ASCII)
    assert PRACTICE.read_number(number) == number


@given(st.data(), st.from_regex(re.compile(PRACTICE.number_pattern, re.ASCII), fullmatch=True))
def test_a_customer_number_keeps_its_zeros_and_loses_its_spaces(data: st.DataObject, number: str) -> None:
    spaced = "".join(f"{sign}{data.draw(st.sampled_from(['', ' ']))}" for sign in number)
    assert normal_customer_number(spaced.replace("-", "–"), PRACTICE.number_pattern) == number


@given(st.data(), st.from_regex("[1-9][0-9]{8}", fullmatch=True))
def test_a_polish_phone_is_one_number_with_and_without_what_comes_before(data: st.DataObject, digits: str) -> None:
    before = data.draw(st.sampled_from(["", "0", "+48 ", "0048"]))
    kept = normal_phone(before + data.draw(written(digits)))
    assert kept == f"+48{digits}"
    assert normal_phone(shown_phone(kept)) == kept


@given(st.from_regex("[0-9]{5}", fullmatch=True))
def test_a_postcode_is_text_and_keeps_its_zeros(digits: str) -> None:
    kept = normal_postcode(digits)
    assert kept == normal_postcode(f"{digits[:2]} - {digits[2:]}") == f"{digits[:2]}-{digits[2:]}"
