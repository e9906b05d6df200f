"""Numbers and addresses as people write them, brought to the one form that is stored."""

import re
import unicodedata
from datetime import date

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from stdnum import get_cc_module
from stdnum.eu import vat as eu_numbers
from stdnum.exceptions import InvalidComponent, ValidationError
from stdnum.pl import nip as nip_numbers
from stdnum.pl import pesel as pesel_numbers

LONGEST_EMAIL = 254
LONGEST_COUNTRY = 60
LONGEST_KEY = 600
POLAND = {"", "pl", "pol", "polska", "poland", "rp", "rzeczpospolita polska"}
UNKNOWN_NUMBER = re.compile("[A-Z]{2}(?=[0-9](?:[A-Z]*[0-9]){4})[A-Z0-9]{5,30}")
"""A tax number of a country whose numbers nobody here can check: its letters, a digit at once, then mostly digits."""
WORD_BEFORE = re.compile("^(?:(?:NIP|VAT|UE|NR):?)+")
"""What people write in front of a tax number: no country's letters, though its first two may look so."""
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣－", "-"))
LETTERS = str.maketrans(
    {"ł": "l", "đ": "d", "ð": "d", "ø": "o", "ħ": "h", "ŧ": "t", "ı": "i", "ŋ": "n", "æ": "ae", "œ": "oe", "þ": "th"}
)
"""Letters that Unicode does not take apart into a plain one and a sign; ß is left to `casefold`."""


class InvalidIdentifier(ValueError):
    """The text is not what it should be; the message is a short code for the page to put into words."""


def with_plain_dashes(text: str) -> str:
    """The text with every kind of dash a hyphen, as it is on the keyboard."""
    return text.translate(DASHES)


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


def normal_email(text: str) -> str:
    """An e-mail address with its domain normalised, without asking the network.

    Raises InvalidIdentifier, also for letters with diacritics before the @ and for more than 64 characters there.
    """
    try:
        found = validate_email(
            with_plain_dashes(text.strip()), check_deliverability=False, allow_smtputf8=False, strict=True
        )
    except EmailNotValidError as error:
        raise InvalidIdentifier("email") from error
    # A domain with diacritics travels in its ASCII form; not every mail server knows the other.
    if found.ascii_email is None or len(found.ascii_email) > LONGEST_EMAIL:
        raise InvalidIdentifier("email")
    return found.ascii_email


def typed_email(email: str) -> str:
    """A stored address as its owner types it, the domain in its own letters.

    A domain that the older rules for such names, which Java keeps, would turn into another one stays in ASCII.
    """
    local, _, domain = email.rpartition("@")
    try:
        shown = ".".join(part.encode("ascii").decode("idna") for part in domain.split("."))
    except UnicodeError:
        return email
    return f"{local}@{shown}"


def stored_email(shown: str) -> str:
    """An address as we store it, of one as Keycloak holds it; one that we would never have written stays as it is."""
    try:
        return shown if shown.isascii() else normal_email(shown)
    except InvalidIdentifier:
        return shown


def normal_phone(text: str) -> str:
    """A phone number as E.164; nine digits are Polish, with or without a trunk 0, a foreign one has its `+` or `00`.

    Raises InvalidIdentifier, also for letters and for an extension, which E.164 has no place for.
    """
    number = re.sub("^00", "+", re.sub(r"[\s()./-]", "", with_plain_dashes(text)))
    if polish := re.fullmatch(r"(?:\+48)?0?([1-9][0-9]{8})", number):
        return f"+48{polish[1]}"
    if not re.fullmatch(r"\+(?!48)[0-9]{6,15}", number):
        raise InvalidIdentifier("phone")
    try:
        foreign = phonenumbers.parse(number)
    except phonenumbers.NumberParseException as error:
        raise InvalidIdentifier("phone") from error
    if phonenumbers.is_possible_number_with_reason(foreign) != phonenumbers.ValidationResult.IS_POSSIBLE:
        raise InvalidIdentifier("phone")
    return phonenumbers.format_number(foreign, phonenumbers.PhoneNumberFormat.E164)


def shown_phone(e164: str) -> str:
    """A stored phone number in groups, for reading."""
    if not e164:
        return ""
    number = phonenumbers.parse(e164)
    shape = phonenumbers.PhoneNumberFormat
    home = number.country_code == phonenumbers.country_code_for_region("PL")
    return phonenumbers.format_number(number, shape.NATIONAL if home else shape.INTERNATIONAL)


def normal_country(text: str) -> str:
    """The country of an address abroad as written; Poland is an empty text. Raises InvalidIdentifier."""
    if not is_abroad(text):
        return ""
    if len(text) > LONGEST_COUNTRY or not re.fullmatch(r"[^\W\d_][^\d_<>]*", text):
        raise InvalidIdentifier("country")
    return text


def is_abroad(country: str) -> bool:
    """Whether an address with this country, as typed, lies outside Poland."""
    return country.strip().strip(".").casefold() not in POLAND


def normal_postcode(text: str) -> str:
    """A Polish postcode as NN-NNN, a text with its leading zeros. Raises InvalidIdentifier."""
    digits = re.sub(r"[\s-]", "", with_plain_dashes(text))
    if not re.fullmatch(r"[0-9]{5}", digits):
        raise InvalidIdentifier("postcode")
    return f"{digits[:2]}-{digits[2:]}"


def normal_foreign_postcode(text: str) -> str:
    """A postcode of another country: letters and digits in groups. Raises InvalidIdentifier."""
    code = " ".join(with_plain_dashes(text).upper().split())
    if len(code) > 12 or not re.fullmatch(r"[A-Z0-9]+(?:[ -][A-Z0-9]+)*", code):
        raise InvalidIdentifier("foreign_postcode")
    return code


def normal_customer_number(text: str, pattern: str) -> str:
    """A customer number without spaces, if it has the configured shape.

    Raises InvalidIdentifier, also for an underscore: by that sign a login is told from every number (R4).
    """
    number = re.sub(r"\s", "", with_plain_dashes(text))
    if len(number) > 40 or "_" in number or not re.fullmatch(pattern, number, flags=re.ASCII):
        raise InvalidIdentifier("customer_number")
    return number


def fold(text: str) -> str:
    """Lower case without diacritics, each letter the plain one it is taken for: `Łódź` is `lodz`, `Ærø` is `aero`."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(LETTERS))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold().translate(LETTERS)


def name_key(first_name: str, last_name: str, company_name: str) -> str:
    """By what a name is found and told apart: the company's, or the surname first; folded, as long as its column."""
    return fold(company_name or f"{last_name} {first_name}".strip())[:LONGEST_KEY]
