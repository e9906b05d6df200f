"""Phone numbers, as stored and as read."""

import re

import phonenumbers

from provisioner.identifiers.signs import InvalidIdentifier, with_plain_dashes


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
