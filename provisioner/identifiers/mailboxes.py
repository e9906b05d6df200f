"""E-mail addresses, as typed and as stored."""

from email_validator import EmailNotValidError, validate_email

from provisioner.identifiers.signs import InvalidIdentifier, with_plain_dashes

LONGEST_EMAIL = 254


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
