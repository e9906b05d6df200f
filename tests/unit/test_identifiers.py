"""Numbers and addresses: what is accepted, in which one form it is kept, what is refused."""

from datetime import date

import pytest

from provisioner.identifiers import (
    InvalidIdentifier,
    normal_customer_number,
    normal_email,
    normal_nip,
    normal_pesel,
    normal_phone,
    normal_postcode,
    shown_phone,
    stored_email,
    typed_email,
)
from provisioner.outside.keycloak import answers


@pytest.mark.parametrize("text", ["8567346215", "638-152-05-66", "PL 6381002015", " 682 177 21 90 "])
def test_a_tax_number_is_accepted_as_people_write_it(text: str) -> None:
    assert normal_nip(text).isdigit()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("NIP 526-000-12-46", "5260001246"), ("NIP: PL 526-000-12-46", "5260001246"), ("VAT 5260001246", "5260001246"),
        ("nr 526 000 12 46", "5260001246"), ("N.I.P. nr 5260001246", "5260001246"), ("NIPPL5260001246", "5260001246"),
        ("VATPL5260001246", "5260001246"), ("VAT-UE: PL5260001246", "5260001246"),
        ("NIP UE DE136695976", "DE136695976"), ("HK12345678", "HK12345678"),
        ("CN91110000600037341L", "CN91110000600037341L"), ("IN27AAPFU0939F1ZV", "IN27AAPFU0939F1ZV"),
        ("SA 3101 2239 3500 003", "SA310122393500003"), ("AE100234567890003", "AE100234567890003"),
    ],
)  # fmt: skip
def test_a_word_in_front_of_a_tax_number_is_left_out(text: str, number: str) -> None:
    assert normal_nip(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "1645865778", "0000000000", "123", "", "856734621a", "٨٥٦٧٣٤٦٢١٥", "NIP 526-000-12-47", "VAT 5260001247",
        "nr 5260001247", "NIPPL5260001247", "VATPL5260001247", "NIP UE PL 526-000-12-47", "REGON 123456785", "NIP",
        "VAT UE", "NIP 0000000000", "CN91110000600037342L", "SA" + "1" * 31,
    ],
)  # fmt: skip
def test_a_wrong_tax_number_is_refused_ten_zeros_too(text: str) -> None:
    with pytest.raises(InvalidIdentifier):
        normal_nip(text)


@pytest.mark.parametrize(
    "text",
    [
        "a@b",
        "a" * 65 + "@example.com",
        "józef@example.com",
        "a b@example.com",
        "x@example.com\r\nBcc: y@example.com",
        "@",
        "a@" + "b" * 300,
    ],
)
def test_an_address_that_would_not_arrive_is_refused(text: str) -> None:
    with pytest.raises(InvalidIdentifier):
        normal_email(text)


def test_an_address_is_trimmed_and_its_domain_normalised() -> None:
    assert normal_email(" Jan.Kowalski@EXAMPLE.com ") == "Jan.Kowalski@example.com"


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("jan@xn--w-uga1v8h.pl", "jan@żółw.pl"),
        ("jan@example.com", "jan@example.com"),
        ("jan@xn--strae-oqa.de", "jan@xn--strae-oqa.de"),
    ],
)
def test_an_address_is_shown_to_the_realm_as_its_owner_types_it(stored: str, typed: str) -> None:
    assert typed_email(stored) == typed
    assert normal_email(typed) == stored
    assert stored_email(typed) == stored
    assert answers.user({"id": "1", "email": typed}).email == stored


@pytest.mark.parametrize("shown", ["", "no address", "żółw", "żółw@example.com", "JAN@example.com"])
def test_an_address_that_we_would_not_have_written_is_read_as_it_stands(shown: str) -> None:
    assert stored_email(shown) == shown


def test_a_domain_with_diacritics_travels_in_its_ascii_form() -> None:
    assert normal_email("jan@żółw.pl") == "jan@xn--w-uga1v8h.pl"


@pytest.mark.parametrize(
    ("text", "stored", "shown"),
    [
        ("601 234 567", "+48601234567", "601 234 567"),
        ("0048 601234567", "+48601234567", "601 234 567"),
        ("+49 30 123456", "+4930123456", "+49 30 123456"),
        ("0601 234 567", "+48601234567", "601 234 567"),
        ("+48 (0)58 301–20–30", "+48583012030", "58 301 20 30"),
        ("58/301.20.30", "+48583012030", "58 301 20 30"),
        ("0049 (0)30 123456", "+4930123456", "+49 30 123456"),
    ],
)
def test_a_phone_number_is_kept_as_e164_and_shown_in_groups(text: str, stored: str, shown: str) -> None:
    assert normal_phone(text) == stored
    assert shown_phone(stored) == shown


@pytest.mark.parametrize(
    "text",
    [
        "12",
        "60123456",
        "6012345678",
        "48601234567",
        "4930123456",
        "+4860123456",
        "601234567a",
        "601-KOS-567",
        "+4930123456789012",
        "telefon",
        "+0",
        "601 234 567 ext 12",
        "601234567 wew. 12",
        "+48601234567;ext=5",
    ],
)
def test_a_phone_number_that_cannot_be_one_is_refused(text: str) -> None:
    with pytest.raises(InvalidIdentifier):
        normal_phone(text)


def test_a_postcode_keeps_its_leading_zero() -> None:
    assert normal_postcode("07300") == normal_postcode("07-300") == normal_postcode("07–300") == "07-300"


@pytest.mark.parametrize("text", ["8330", "83-30a", "83-3000", "٨٣-٣٠٠"])
def test_a_wrong_postcode_is_refused(text: str) -> None:
    with pytest.raises(InvalidIdentifier):
        normal_postcode(text)


def test_a_customer_number_follows_the_offices_pattern() -> None:
    assert normal_customer_number("39-29001", r"[0-9]{2}-[0-9]{5}") == "39-29001"
    assert normal_customer_number("39–29001", r"[0-9]{2}-[0-9]{5}") == "39-29001"
    assert normal_customer_number(" 104 233 ", r"[0-9]{6}") == "104233"
    with pytest.raises(InvalidIdentifier):
        normal_customer_number("104233x", r"[0-9]{6}")


BORN_BEFORE = date(2026, 11, 24)


@pytest.mark.parametrize("text", ["44051401458", "440514 01359", " 0423111-5629"])
def test_a_pesel_is_accepted_as_people_write_it(text: str) -> None:
    assert len(normal_pesel(text, BORN_BEFORE)) == 11


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("44051401358", "pesel"), ("02381307589", "pesel_born"), ("00000000000", "pesel_born"),
        ("4405140145", "pesel_length"), ("４４０５１４０１４５８", "pesel_length"), ("", "pesel_length"),
    ],
)  # fmt: skip
def test_a_wrong_pesel_is_refused_eleven_zeros_too(text: str, why: str) -> None:
    with pytest.raises(InvalidIdentifier, match=f"^{why}$"):
        normal_pesel(text, BORN_BEFORE)


def test_nobody_has_a_pesel_before_being_born() -> None:
    assert normal_pesel("04231115629", date(2004, 3, 11))
    with pytest.raises(InvalidIdentifier, match="pesel_born"):
        normal_pesel("04231115629", date(2004, 3, 10))
