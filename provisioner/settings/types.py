"""What a single setting may look like; each check raises ValueError with what is expected, never with the value."""

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Annotated
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

LOOPBACK = ("localhost", "127.0.0.1", "::1")
DEFAULT_PORTS = {"http": 80, "https": 443}
DRIVERS = ("sqlite", "sqlite+pysqlite", "postgresql", "postgresql+psycopg")
HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]+")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
READER = re.compile(r"age1[02-9ac-hj-np-z]{58}")
SENDER = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")


class Weekday(StrEnum):
    """A day of the week, in the order of the calendar."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


def _address(value: str) -> SplitResult:
    """The parts of an http(s) address that a browser and our own calls understand alike."""
    if not value.isascii() or any(c <= " " or c in '\\"<>^`{|}' for c in value):
        raise ValueError("an address without spaces is expected, the host of other letters in its form xn--…")
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        raise ValueError("not an http(s) address: a host and a port up to 65535 are expected") from None
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname or port == 0:
        raise ValueError("not an http(s) address, like https://desk.example.com")
    if "@" in parts.netloc:
        raise ValueError("an address without a name and password in it is expected")
    return parts


def _base(value: str) -> str:
    """The address as browsers write it, without the port that goes without saying and a slash at the end."""
    parts = _address(value)
    if parts.query or parts.fragment or value.endswith(("?", "#")):
        raise ValueError("an address without ? and # is expected")
    host = f"[{parts.hostname}]" if ":" in str(parts.hostname) else parts.hostname
    port = f":{parts.port}" if parts.port and parts.port != DEFAULT_PORTS[parts.scheme] else ""
    return f"{parts.scheme}://{host}{port}{parts.path}".rstrip("/")


def _origin(value: str) -> str:
    base = _base(value)
    if urlsplit(base).path:
        raise ValueError("an address without a path is expected, like https://desk.example.com")
    return base


def _protected(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise ValueError("plain http is accepted on this machine only; use https")
    return value


def _if_given(check: Callable[[str], object]) -> Callable[[str], str]:
    """The check, with "" for none; what it gives counts where that is a text."""

    def checked(value: str) -> str:
        found = check(value) if value else ""
        return found if isinstance(found, str) else value

    return checked


def _exact_address(value: str) -> str:
    _address(value)
    if "*" in value or "#" in value:
        raise ValueError("an exact https address is expected, without * and #")
    return _protected(value)


def _host(value: str) -> str:
    if not HOST.fullmatch(value):
        raise ValueError("a host's name or address alone is expected, without a port and without ://")
    return value


def _folder(value: str) -> str:
    if not value or len(value) > 200 or any(c < " " or c > "~" or c in '"\\' for c in value):
        raise ValueError("a folder's name of Latin letters without marks is expected, like INBOX")
    return value


def _listening(value: str) -> str:
    host, colon, port = value.rpartition(":")
    if not colon or not HOST.fullmatch(host.removeprefix("[").removesuffix("]")) or not _is_port(port):
        raise ValueError("an address and a port up to 65535 are expected, like 127.0.0.1:8400")
    return value


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and 0 < int(text[:6]) <= 65535


def _name(value: str) -> str:
    if not NAME.fullmatch(value):
        raise ValueError("a name of letters a–z, digits and . _ - is expected")
    return value


def _database(value: str) -> str:
    try:
        driver = make_url(value).drivername
    except (ArgumentError, ValueError):
        driver = ""
    if driver not in DRIVERS:
        raise ValueError("an address like postgresql://desk@database/desk is expected, or sqlite:///…")
    return value


def _postgres(value: str) -> str:
    if not _database(value).startswith("postgresql"):
        raise ValueError("an address like postgresql://keycloak@database/keycloak is expected")
    return value


def _readers(value: str) -> str:
    if not all(READER.fullmatch(one.strip()) for one in value.split(",")):
        raise ValueError("public keys that begin with age1 are expected, with commas between them")
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


Origin = Annotated[str, AfterValidator(_origin), AfterValidator(_protected)]
"""Where browsers come: https, or http on this machine; scheme, host and port alone."""
OurAddress = Annotated[str, AfterValidator(_base), AfterValidator(_protected)]
"""The same with a path, for a server that lives under one."""
OptionalOrigin = Annotated[str, AfterValidator(_if_given(_origin)), AfterValidator(_if_given(_protected))]
"""The same, or empty for none."""
InnerOrigin = Annotated[str, AfterValidator(_if_given(_origin))]
InnerAddress = Annotated[str, AfterValidator(_if_given(_base))]
"""For our own calls, on whatever network that is; empty for none."""
AnyAddress = Annotated[str, AfterValidator(_if_given(_address))]
ExactAddress = Annotated[str, AfterValidator(_if_given(_exact_address))]
Host = Annotated[str, AfterValidator(_host)]
OptionalHost = Annotated[str, AfterValidator(_if_given(_host))]
Folder = Annotated[str, AfterValidator(_folder)]
Listening = Annotated[str, AfterValidator(_listening)]
OptionalListening = Annotated[str, AfterValidator(_if_given(_listening))]
Name = Annotated[str, AfterValidator(_name)]
OptionalName = Annotated[str, AfterValidator(_if_given(_name))]
DatabaseAddress = Annotated[str, AfterValidator(_if_given(_database))]
PostgresAddress = Annotated[str, AfterValidator(_if_given(_postgres))]
Readers = Annotated[str, AfterValidator(_if_given(_readers))]
"""Those who may read what is sealed for them, by their public keys; empty for nobody."""
Sender = Annotated[str, AfterValidator(_sender)]
Pattern = Annotated[str, AfterValidator(_pattern)]
