"""The code on a form filled in at home: what is typed comes back whole, anything else is refused."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provisioner.applications.code import (
    LONGEST,
    MOST_BYTES,
    NoCode,
    TooLong,
    UnknownVersion,
    coded,
    decoded,
)
from provisioner.applications.paper import OWN_FIELDS
from provisioner.entry.armour import OURS, Damaged, armoured, unarmoured
from provisioner.letters.drawing import drawn

NAMES = [one.name for one in OWN_FIELDS]
LETTERS = "aąbcćdeęfghijklłmnńoóprsśtuwyzźżAĄBCĆDEĘŁŃÓŚŹŻ -.'&()0123456789@"
TYPED = {"customer_number": "104233", "first_name": "Józef", "last_name": "Żółkiewski", "email": "jozef@example.com"}
texts = st.text(LETTERS, max_size=90).map(lambda text: " ".join(text.split()))


@given(st.fixed_dictionaries(dict.fromkeys(NAMES, texts)), st.text(LETTERS, min_size=1, max_size=40))
def test_names_of_any_length_people_have_come_back_as_typed(typed: dict[str, str], edition: str) -> None:
    code = coded(edition.strip() or "x", typed)
    found = decoded(code)
    assert {name: found.typed[name] for name in NAMES} == typed
    assert found.edition == " ".join((edition.strip() or "x").split())
    assert found.typed["email_again"] == typed["email"]


@given(st.binary(max_size=300))
def test_any_bytes_come_back(data: bytes) -> None:
    assert unarmoured(armoured(data)) == data
    assert unarmoured(armoured(data).lower()) == data


def test_a_code_holds_no_character_that_layouts_of_keyboards_move() -> None:
    code = coded("2026-01", TYPED)
    assert set(code[1:]) <= set(OURS)
    assert not set(OURS) & set("YZIO")
    assert len(OURS) == 32


def test_spaces_caps_lock_and_the_lost_first_letter_do_no_harm() -> None:
    code = coded("2026-01", TYPED)
    for typed in (code.lower(), f" {code[:9]} {code[9:]}\n", code[1:]):
        assert decoded(typed).typed["last_name"] == "Żółkiewski"


@given(st.data())
def test_one_wrong_or_missing_character_is_always_noticed(data: st.DataObject) -> None:
    code = coded("2026-01", TYPED)
    place = data.draw(st.integers(2, len(code) - 1))
    other = data.draw(st.sampled_from(["", *OURS.replace(code[place], "")]))
    with pytest.raises(Damaged):
        decoded(code[:place] + other + code[place + 1 :])


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", NoCode),
        ("https://example.com/", NoCode),
        ("W2ABC", UnknownVersion),
        ("W1", Damaged),
        ("W1" + "A" * LONGEST, Damaged),
        ("W1" + armoured(b"no deflate"), Damaged),
        ("W1" + armoured(zlib.compress(b"x" * MOST_BYTES * 100, wbits=-15)), Damaged),
        ("W1Ż" + "A" * 40, Damaged),
    ],
)
def test_what_is_no_code_is_told_apart(text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        decoded(text)


def test_a_forged_code_fills_the_customers_own_fields_only() -> None:
    said = b"edition=2026-01\nregulamin_signed=yes\nclause-1=accepted\nnote=x\nlast_name=<b>\nform_key=1"
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    found = decoded("W1" + armoured(packer.compress(said) + packer.flush()))
    assert {name for name, text in found.typed.items() if text} == {"last_name"}
    assert set(found.typed) == {*NAMES, "email_again"}


BEFORE_PROOFS = (
    "W1A6AN8VH3UGU460QK4DHN6QK24JWBHQ7GUSEBRX4J8G2VXK6LUAMERH5URKWF4H45G3W9RF240MRP0D2RK2D9J6UTK0CHK6H2FG0QQ0D0BE5D08N664"
    "7SHJ97NCC4E10RK4HPN7360PEFW5N6PB30C1LGA3Q4UB1A56NSM1068R76DCA3D92N4TJ19QM3HJLGQC100"
)
"""A form printed before the paper asked by what proof a manager signs."""


def test_a_code_printed_before_a_field_was_added_fills_what_it_knows() -> None:
    found = decoded(BEFORE_PROOFS)
    assert (found.typed["filed_by"], found.typed["attorney_name"]) == ("manager", "Anna Lis")
    assert found.typed["mandate_until"] == "31.12.2027"
    assert (found.typed["proof_kind"], found.typed["proof_on"]) == ("", "")


def test_what_no_code_holds_is_told() -> None:
    noise = "".join(chr(0x100 + (place * place * 7919) % 0x3000) for place in range(2000))
    with pytest.raises(TooLong):
        coded("2026-01", {"last_name": noise})


def test_the_longest_code_is_drawn() -> None:
    assert drawn("W" * LONGEST).modules == 177 + 8
    assert drawn(coded("2026-01", TYPED)).modules < 60
