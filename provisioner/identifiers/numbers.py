"""Numbers of taxpayers, people and customers."""

import re
from datetime import date

import phonenumbers
from stdnum import get_cc_module
from stdnum.eu import vat as eu_numbers
from stdnum.exceptions import InvalidComponent, ValidationError
from stdnum.pl import nip as nip_numbers
from stdnum.pl import pesel as pesel_numbers

from provisioner.identifiers.signs import InvalidIdentifier, with_plain_dashes

UNKNOWN_NUMBER = re.compile("[A-Z]{2}(?=[0-9](?:[A-Z]*[0-9]){4})[A-Z0-9]{5,30}")
"""A tax number of a country whose numbers nobody here can check: its letters, a digit at once, then mostly digits."""
WORD_BEFORE = re.compile("^(?:(?:NIP|VAT|UE|NR):?)+")
"""What people write in front of a tax number: no country's letters, though its first two may look so."""


def normal_nip(text: str) -> str:
    """A tax number: ten digits of a Polish one, with or without `PL`, or a foreign one with its two letters.

    A word in front of it is left out. Raises InvalidIdentifier, also for ten zeros, which pass the check digit.
    """
    number = WORD_BEFORE.sub("", re.sub(r"[\s.-]", "", with_plain_dashes(text)).upper())
    foreign = re.match("(?!PL)[A-Z]{2}", number)
    try:
        digits: str = _foreign_vat(number) if foreign else nip_numbers.validate(number)
    except ValidationError as error:
        raise InvalidIdentifier("nip") from error
    if not digits.strip("0"):
        raise InvalidIdentifier("nip")
    return digits


def _foreign_vat(number: str) -> str:
    """The number itself if it is one of the Union's or of a country whose numbers are known; of others by its shape.

    What some countries count by has no letters of the country of its own: there they only say whose number it is.
    """
    country = number[:2].lower()
    known = eu_numbers if country in eu_numbers.MEMBER_STATES | {"el", "xi"} else get_cc_module(country, "vat")
    if not re.fullmatch("[A-Z0-9+*]{4,32}", number):
        raise InvalidIdentifier("nip")
    if known is None:
        if country.upper() not in phonenumbers.SUPPORTED_REGIONS or not UNKNOWN_NUMBER.fullmatch(number):
            raise InvalidIdentifier("nip")
    elif not known.is_valid(number):
        known.validate(number[2:])
    return number


def normal_pesel(text: str, today: date) -> str:
    """A PESEL: eleven digits that fit each other, with a real day of birth that has come.

    Raises InvalidIdentifier, also for eleven zeros, which pass the check digit and are no day.
    """
    number = re.sub(r"[\s-]", "", with_plain_dashes(text))
    if not re.fullmatch("[0-9]{11}", number):
        raise InvalidIdentifier("pesel_length")
    try:
        born = pesel_numbers.get_birth_date(number)
        pesel_numbers.validate(number)
    except InvalidComponent as error:
        raise InvalidIdentifier("pesel_born") from error
    except ValidationError as error:
        raise InvalidIdentifier("pesel") from error
    if born > today:
        raise InvalidIdentifier("pesel_born")
    return number


def normal_customer_number(text: str, pattern: str) -> str:
    """A customer number without spaces, if it has the configured shape.

    Raises InvalidIdentifier, also for an underscore: by that sign a login is told from every number (R4).
    """
    number = re.sub(r"\s", "", with_plain_dashes(text))
    if len(number) > 40 or "_" in number or not re.fullmatch(pattern, number, flags=re.ASCII):
        raise InvalidIdentifier("customer_number")
    return number
