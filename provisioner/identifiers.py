"""Numbers and addresses as people write them, brought to the one form that is stored."""

import re
import unicodedata

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from stdnum.exceptions import ValidationError
from stdnum.pl import nip as nip_numbers

LONGEST_EMAIL = 254
POLISH = str.maketrans("łŁ", "lL")


class InvalidIdentifier(ValueError):
    """The text is not what it should be; the message is a short code for the page to put into words."""


def normal_nip(text: str) -> str:
    """A tax number as ten digits; `PL`, spaces and hyphens are accepted.

    Raises InvalidIdentifier, also for ten zeros, which pass the check digit.
    """
    try:
        digits: str = nip_numbers.validate(text)
    except ValidationError as error:
        raise InvalidIdentifier("nip") from error
    if not digits.strip("0"):
        raise InvalidIdentifier("nip")
    return digits


def normal_email(text: str) -> str:
    """An e-mail address with its domain normalised, without asking the network.

    Raises InvalidIdentifier, also for letters with diacritics before the @.
    """
    try:
        found = validate_email(text.strip(), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise InvalidIdentifier("email") from error
    # A domain with diacritics travels in its ASCII form; not every mail server knows the other.
    if found.ascii_email is None or len(found.ascii_email) > LONGEST_EMAIL:
        raise InvalidIdentifier("email")
    return found.ascii_email


def normal_phone(text: str) -> str:
    """A phone number as E.164; nine digits are Polish, foreign numbers are legitimate.

    Raises InvalidIdentifier, also for an extension, which E.164 has no place for.
    """
    try:
        number = phonenumbers.parse(re.sub(r"^\s*00", "+", text), "PL")
    except phonenumbers.NumberParseException as error:
        raise InvalidIdentifier("phone") from error
    if number.extension or not phonenumbers.is_possible_number(number):
        raise InvalidIdentifier("phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def shown_phone(e164: str) -> str:
    """A stored phone number in groups, for reading."""
    if not e164:
        return ""
    number = phonenumbers.parse(e164)
    shape = phonenumbers.PhoneNumberFormat
    home = number.country_code == phonenumbers.country_code_for_region("PL")
    return phonenumbers.format_number(number, shape.NATIONAL if home else shape.INTERNATIONAL)


def normal_postcode(text: str) -> str:
    """A Polish postcode as NN-NNN, a text with its leading zeros. Raises InvalidIdentifier."""
    digits = re.sub(r"[\s-]", "", text)
    if not re.fullmatch(r"[0-9]{5}", digits):
        raise InvalidIdentifier("postcode")
    return f"{digits[:2]}-{digits[2:]}"


def normal_customer_number(text: str, pattern: str) -> str:
    """A customer number without spaces, if it has the configured shape. Raises InvalidIdentifier."""
    number = re.sub(r"\s", "", text)
    if len(number) > 40 or not re.fullmatch(pattern, number, flags=re.ASCII):
        raise InvalidIdentifier("customer_number")
    return number


def masked_email(email: str) -> str:
    """Enough of an address to recognise it, for sentences on pages: `j•••@wp.pl`."""
    local, _, domain = email.partition("@")
    return f"{local[:1]}•••@{domain}"


def fold(text: str) -> str:
    """Lower case without diacritics; ł has no Unicode decomposition and is mapped by hand."""
    plain = unicodedata.normalize("NFKD", text.translate(POLISH))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()
