"""What a customer reads of the data that were changed: the names of the fields; what they say stays in the office."""

from collections.abc import Iterable, Mapping

from provisioner.mail.language import Language

FIELDS: Mapping[Language, Mapping[str, str]] = {
    Language.PL: {
        "email": "adres e-mail",
        "first_name": "imię",
        "last_name": "nazwisko",
        "street": "adres",
        "postcode": "adres",
        "town": "adres",
        "country": "adres",
        "phone": "telefon",
        "language": "język wiadomości",
    },
    Language.EN: {
        "email": "e-mail address",
        "first_name": "first name",
        "last_name": "surname",
        "street": "address",
        "postcode": "address",
        "town": "address",
        "country": "address",
        "phone": "phone",
        "language": "language of the mails",
    },
}


def names(fields: Iterable[str], language: Language) -> tuple[str, ...]:
    """Each once, in their order; a field that this version does not know is left out."""
    words = FIELDS[language]
    return tuple(dict.fromkeys(words[field] for field in fields if field in words))
