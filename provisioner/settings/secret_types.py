"""What a secret may look like; each check raises ValueError with what is expected, never with the value."""

import re
from typing import Annotated

from pydantic import AfterValidator, SecretStr

from provisioner.settings.pem import is_pem, private_keys

MINIMUM_SECRET = 32
PLACEHOLDERS = re.compile(r"change[-_ ]?(me|it)|replace[-_ ]?(me|this)|(password|secret|example|placeholder|haslo)+")
"""A secret made of nothing but such words, digits and signs was left over from an example."""


def secret_parts(value: SecretStr | None) -> list[str]:
    """The secrets of a comma-separated list, without spaces around them."""
    return [one.strip() for one in value.get_secret_value().split(",") if one.strip()] if value else []


def secret_lines(value: SecretStr | None) -> list[str]:
    """The secrets of a list with one a line, for those that may hold a comma."""
    return [one.strip() for one in value.get_secret_value().splitlines() if one.strip()] if value else []


def _secret(value: SecretStr) -> SecretStr:
    _check_secret(value.get_secret_value())
    return value


def _secrets(value: SecretStr) -> SecretStr:
    for one in secret_parts(value):
        _check_secret(one)
    return value


def _secrets_in_lines(value: SecretStr) -> SecretStr:
    for one in secret_lines(value):
        _check_secret(one)
    return value


def _secret_or_keys(value: SecretStr) -> SecretStr:
    if is_pem(value.get_secret_value()):
        private_keys(value.get_secret_value())
        return value
    return _secret(value)


def _check_secret(text: str) -> None:
    if len(text) < MINIMUM_SECRET:
        raise ValueError(f"a secret needs at least {MINIMUM_SECRET} characters")
    rest, words = PLACEHOLDERS.subn("", text.lower())
    if words and not any(c.isalpha() for c in rest):
        raise ValueError("this is a placeholder of an example; make a random secret")


Secret = Annotated[SecretStr, AfterValidator(_secret)]
SecretOrKeys = Annotated[SecretStr, AfterValidator(_secret_or_keys)]
"""What a client of ours shows Keycloak: a secret, or private keys with which it signs."""
SecretList = Annotated[SecretStr, AfterValidator(_secrets)]
SecretLines = Annotated[SecretStr, AfterValidator(_secrets_in_lines)]
