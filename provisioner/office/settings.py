"""The office's own choices kept in the database: typed, with defaults (docs/rules.md), and its calendar."""

import json
from datetime import date, timedelta
from typing import Any, Literal, get_args

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from sqlalchemy.orm import Session

from provisioner.database import insert_or_update
from provisioner.office.grounds import DEFAULT_GROUNDS, DeletionGround
from provisioner.office.tables import ClosedDay, OfficeSetting
from provisioner.office.working_days import Calendar, Window

LONGEST_REASON = 120
RULES, CLOSED = "office rules", "office closed days"
"""Under these names a session remembers what it has read."""
BasicDatum = Literal["name", "customer_number"]
PaperChannel = Literal["counter", "post", "email"]


class UnknownSetting(KeyError):
    """There is no such setting of the office."""


class InvalidSetting(ValueError):
    """The value does not fit; the message says what would."""


class OfficeRules(BaseModel):
    """Every setting of the office with its default; a row in the database overrides one."""

    model_config = ConfigDict(frozen=True)

    deadline_first_day: int = Field(3, ge=1, le=30, description="First working day of the window (R4).")
    deadline_last_day: int = Field(7, ge=1, le=60, description="Last working day, the one promised (R4).")
    email_clock: Literal["next_working_day", "same_day"] = Field(
        "next_working_day", description="When the clock starts for an e-mail received on a day off (R4)."
    )
    saturday_is_working: bool = Field(False, description="Whether Saturday counts as a working day (R4).")
    closed_days_stop_clock: bool = Field(True, description="Whether the office's closed days stop the clock (R4).")
    four_eyes: bool = Field(True, description="Whether the recorder may not decide (R4, P6).")
    temp_password_ttl_hours: int = Field(168, ge=24, le=336, description="Life of a temporary password, hours (R5).")
    temp_password_reminder_hours: int = Field(
        48, ge=0, le=240, description="So long before a temporary password dies its customer is reminded, 0 never (R5)."
    )
    reissues_a_day: int = Field(
        3, ge=1, le=20, description="New temporary passwords staff may have sent for one account within 24 hours (R5)."
    )
    clerks_reissue: bool = Field(
        False, description="Whether clerks too may have a new temporary password sent, as at the counter (R5)."
    )
    unused_days: int = Field(
        60, ge=1, le=730, description="Accounts unused so long are proposed for closing; nothing closes by itself (R8)."
    )
    staff_review_months: int = Field(
        3, ge=1, le=12, description="How often the list of staff and their roles is reviewed, months."
    )
    mail_basic_data: tuple[BasicDatum, ...] = Field(
        get_args(BasicDatum), description="Customer data repeated in the access mail (R5)."
    )
    breach_hours: int = Field(
        72, ge=1, le=72, description="Hours to tell the authority of an incident (R5, art. 33 GDPR)."
    )
    retention_refused_days: int = Field(
        90, ge=1, le=3650, description="Days after which a refused application is erased: time to ask why."
    )
    retention_withdrawn_days: int = Field(
        90, ge=1, le=3650, description="Days after which a withdrawn application is erased, as a refused one."
    )
    retention_incomplete_days: int = Field(
        365, ge=30, le=3650,
        description="Days after which an application returned and never completed is erased: nobody waits any more.",
    )  # fmt: skip
    retention_closed_days: int = Field(
        90, ge=1, le=3650,
        description="Days from the last work on an ended account until it is erased with its paper: time to object.",
    )  # fmt: skip

    retention_requests_days: int = Field(
        1095, ge=30, le=3650,
        description="Days after which a request to erase is itself erased, once it is carried out: the answer must be "
        "provable (art. 5(2) GDPR).",
    )  # fmt: skip
    request_term_end: Literal["next_working_day", "as_it_falls"] = Field(
        "next_working_day",
        description="Where the month for answering a request ends on a Saturday, Sunday or holiday: on the next "
        "working day, as Regulation 1182/71 art. 3(4) has it, or on that very day, which is never too late.",
    )
    resignation_channels: tuple[PaperChannel, ...] = Field(
        get_args(PaperChannel), min_length=1, description="How a resignation may reach the office (R8)."
    )
    resignation_last_day: int = Field(
        7, ge=1, le=60, description="Last working day on which a resignation is decided (R8)."
    )
    deletion_delay_days: int = Field(
        14, ge=0, le=365,
        description="Days between closing an account and deleting it, in which the resignation can be withdrawn; 0 at "
        "once (R8).",
    )  # fmt: skip
    closings_at_once: int = Field(
        200, ge=1, le=2000, description="Rows that a list of accounts to be ended may have (R8)."
    )
    deletion_grounds: tuple[DeletionGround, ...] = Field(
        tuple(DEFAULT_GROUNDS), min_length=1,
        description="On what grounds an account is deleted and who may ask for it, as JSON (R8, docs/rules.md).",
    )  # fmt: skip

    not_me_link_days: int = Field(30, ge=1, le=365, description='Life of the link "it wasn\'t me" in a mail, days.')
    block_on_not_me: bool = Field(
        True,
        description="Whether that link blocks the account at once. On: who reads the mailbox can have a password "
        "mailed to it, so a needless block costs a call and one press, waiting may cost the customer's data. It never "
        "blocks where the mail had gone to an address that the account no longer has. Off: staff decide first.",
    )

    @model_validator(mode="after")
    def _window_opens_before_it_closes(self) -> "OfficeRules":
        if self.deadline_first_day > self.deadline_last_day:
            raise ValueError("deadline_first_day must not lie after deadline_last_day")
        if len({ground.code for ground in self.deletion_grounds}) < len(self.deletion_grounds):
            raise ValueError("each of deletion_grounds needs a code of its own")
        return self

    @property
    def password_life(self) -> timedelta:
        """How long a temporary password lives."""
        return timedelta(hours=self.temp_password_ttl_hours)

    @property
    def reminder(self) -> timedelta | None:
        """How long before its end a temporary password is reminded of; None when not at all.

        A reminder in the first half of a life would come with the access mail.
        """
        before = timedelta(hours=self.temp_password_reminder_hours)
        return before if timedelta(0) < before <= self.password_life / 2 else None

    @property
    def window(self) -> Window:
        """The working days between which a case is to be registered."""
        return Window(self.deadline_first_day, self.deadline_last_day)

    def ground(self, code: str) -> DeletionGround | None:
        """The ground with this code; None for one that the office has given up."""
        return next((one for one in self.deletion_grounds if one.code == code), None)

    def deletion_delay(self, code: str) -> timedelta:
        """How long a deletion on this ground waits."""
        found = self.ground(code)
        own = found.delay_days if found else None
        return timedelta(days=self.deletion_delay_days if own is None else own)


def rules(session: Session) -> OfficeRules:
    """The rules in force; one transaction reads them once."""
    found: OfficeRules | None = session.info.get(RULES)
    if found is None:
        found = OfficeRules(**{row.name: row.value for row in session.scalars(sa.select(OfficeSetting))})
        session.info[RULES] = found
    return found


def calendar(session: Session, rules: OfficeRules) -> Calendar:
    """The calendar in force: the office's closed days over the statutory one; one transaction reads them once."""
    closed: dict[date, str] | None = session.info.get(CLOSED)
    if closed is None:
        closed = session.info[CLOSED] = {row.day: row.reason for row in session.scalars(sa.select(ClosedDay))}
    return Calendar(closed, rules.saturday_is_working, rules.closed_days_stop_clock)


def change(session: Session, name: str, text: str) -> tuple[Any, Any]:
    """Set one rule from its text, checked by its type; gives the old and the new value.

    Raises UnknownSetting, InvalidSetting.
    """
    if name not in OfficeRules.model_fields:
        raise UnknownSetting(name)
    before = rules(session).model_dump(mode="json")
    try:
        after = OfficeRules.model_validate({**before, name: _read(name, text)}).model_dump(mode="json")
    except json.JSONDecodeError as error:
        raise InvalidSetting(f"not JSON: {error}") from error
    except ValidationError as error:
        raise InvalidSetting(error.errors()[0]["msg"].removeprefix("Value error, ")) from error
    new = insert_or_update(session, OfficeSetting).values(name=name, value=after[name])
    session.execute(new.on_conflict_do_update(index_elements=["name"], set_={"value": new.excluded.value}))
    session.info.pop(RULES, None)
    return before[name], after[name]


def _read(name: str, text: str) -> Any:
    """A text as its rule understands it: JSON where the default is made of rows, words and commas for a list."""
    default = OfficeRules.model_fields[name].get_default()
    if not isinstance(default, tuple):
        return text
    if isinstance(default[0], BaseModel):
        return json.loads(text)
    return [part.strip() for part in text.split(",") if part.strip()]


def close(session: Session, day: date, reason: str) -> None:
    """Add or rename a closed day."""
    new = insert_or_update(session, ClosedDay).values(day=day, reason=reason[:LONGEST_REASON])
    session.execute(new.on_conflict_do_update(index_elements=["day"], set_={"reason": new.excluded.reason}))
    session.info.pop(CLOSED, None)


def reopen(session: Session, day: date) -> bool:
    """Remove a closed day; False when it was none."""
    found = session.get(ClosedDay, day)
    if found is not None:
        session.delete(found)
        session.info.pop(CLOSED, None)
    return found is not None
