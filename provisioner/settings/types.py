"""What a single setting may look like; each check raises ValueError with what is expected, never with the value."""

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, SecretStr

LOOPBACK = ("localhost", "127.0.0.1", "::1")
MINIMUM_SECRET = 32
PLACEHOLDERS = re.compile(r"change[-_ ]?(me|it)|replace[-_ ]?(me|this)|(password|secret|example|placeholder|haslo)+")
"""A secret made of nothing but such words, digits and signs was left over from an example."""
SENDER = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")


def secret_parts(value: SecretStr | None) -> list[str]:
    """The secrets of a comma-separated list, without spaces around them."""
    return [one.strip() for one in value.get_secret_value().split(",") if one.strip()] if value else []


def _secret(value: SecretStr) -> SecretStr:
    _check_secret(value.get_secret_value())
    return value


def _secrets(value: SecretStr) -> SecretStr:
    for one in secret_parts(value):
        _check_secret(one)
    return value


def _check_secret(text: str) -> None:
    if len(text) < MINIMUM_SECRET:
        raise ValueError(f"a secret needs at least {MINIMUM_SECRET} characters")
    rest, words = PLACEHOLDERS.subn("", text.lower())
    if words and not any(c.isalpha() for c in rest):
        raise ValueError("this is a placeholder of an example; make a random secret")


def _http(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0:
        raise ValueError("not an http(s) address")
    return value


def _http_if_given(value: str) -> str:
    return _http(value) if value else value


def _https_or_loopback(value: str) -> str:
    parts = urlsplit(_http(value))
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise ValueError("plain http is accepted on this machine only; use https")
    return value.rstrip("/")


def _exact_address(value: str) -> str:
    parts = urlsplit(value)
    secure = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    if value and (not secure or not parts.hostname or "*" in value or parts.fragment):
        raise ValueError("an exact https address is expected, without * and #")
    return value


def _sender(value: str) -> str:
    if not SENDER.fullmatch(value):
        raise ValueError("an e-mail address is expected, like ibok@example.com, without a name")
    return value


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error.msg}") from None
    if not value or re.fullmatch(value, ""):
        raise ValueError("a pattern is expected that an empty text does not fit")
    return value


Secret = Annotated[SecretStr, AfterValidator(_secret)]
SecretList = Annotated[SecretStr, AfterValidator(_secrets)]
OurAddress = Annotated[str, AfterValidator(_https_or_loopback)]
"""Where browsers come: https, or http on this machine."""
AnyAddress = Annotated[str, AfterValidator(_http_if_given)]
ExactAddress = Annotated[str, AfterValidator(_exact_address)]
Sender = Annotated[str, AfterValidator(_sender)]
Pattern = Annotated[str, AfterValidator(_pattern)]
