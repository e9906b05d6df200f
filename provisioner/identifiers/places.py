"""Countries and postcodes."""

import re

from provisioner.identifiers.signs import InvalidIdentifier, with_plain_dashes

LONGEST_COUNTRY = 60
POLAND = {"", "pl", "pol", "polska", "poland", "rp", "rzeczpospolita polska"}


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
