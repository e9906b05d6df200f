"""Numbers, addresses and names as people write them, brought to the one form that is stored."""

from provisioner.identifiers.mailboxes import normal_email, stored_email, typed_email
from provisioner.identifiers.names import fold, name_key
from provisioner.identifiers.numbers import normal_customer_number, normal_nip, normal_pesel
from provisioner.identifiers.phones import normal_phone, shown_phone
from provisioner.identifiers.places import is_abroad, normal_country, normal_foreign_postcode, normal_postcode
from provisioner.identifiers.signs import InvalidIdentifier, with_plain_dashes

__all__ = [
    "InvalidIdentifier",
    "fold",
    "is_abroad",
    "name_key",
    "normal_country",
    "normal_customer_number",
    "normal_email",
    "normal_foreign_postcode",
    "normal_nip",
    "normal_pesel",
    "normal_phone",
    "normal_postcode",
    "shown_phone",
    "stored_email",
    "typed_email",
    "with_plain_dashes",
]
