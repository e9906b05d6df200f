"""Where an incident stands, and what of a customer a stranger may have read."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum


class IncidentStatus(StrEnum):
    """Where an incident stands."""

    OPEN = "open"
    ASSESSED = "assessed"
    CLOSED = "closed"


class Disclosed(StrEnum):
    """What stood in a mail that went to the wrong person."""

    LOGIN = "login"
    TEMPORARY_PASSWORD = "temporary_password"  # noqa: S105 - the name of a datum
    NAME = "name"
    CUSTOMER_NUMBER = "customer_number"


HOUR = timedelta(hours=1)


def disclosed(basic_data: Collection[str]) -> list[Disclosed]:
    """What an access mail holds: login and password always, and what the office lets it repeat (R5)."""
    always = (Disclosed.LOGIN, Disclosed.TEMPORARY_PASSWORD)
    return [one for one in Disclosed if one in always or one in basic_data]


def hours_left(due_at: datetime, now: datetime) -> int:
    """Whole hours until then, 0 in the last one; of what is late the hours begun, negative."""
    return (due_at - now) // HOUR
