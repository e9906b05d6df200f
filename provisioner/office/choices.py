"""The office's own choices, each with its type, its default and its reason (docs/rules.md)."""

from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from provisioner.entry.hours import read_clock
from provisioner.identifiers import InvalidIdentifier, normal_email
from provisioner.office.grounds import DEFAULT_GROUNDS, DeletionGround

BasicDatum = Literal["name", "customer_number"]
PaperChannel = Literal["counter", "post", "email"]


LONGEST_BRANCH, MOST_BRANCHES = 60, 12


def listed(typed: str) -> tuple[str, ...]:
    """The names between commas, each once."""
    names = (" ".join(one.split()) for one in typed.split(","))
    return tuple(dict.fromkeys(one for one in names if one))


class OfficeChoices(BaseModel):
    """Every setting of the office with its default; a row in the database overrides one."""

    model_config = ConfigDict(frozen=True)

    deadline_first_day: int = Field(3, ge=1, le=30, description="First working day of the window (R4).")
    deadline_last_day: int = Field(7, ge=1, le=60, description="Last working day, the one promised (R4).")
    email_clock: Literal["next_working_day", "same_day"] = Field(
        "next_working_day", description="When the clock starts for an e-mail received on a day off (R4)."
    )
    email_cutoff_time: str = Field(
        "", max_length=5,
        description="When office hours end, as 15:30: a paper whose e-mail came later counts from the next working "
        "day, but for a request to erase, whose month starts with its day; empty: the day it came counts, however late "
        "(R4).",
    )  # fmt: skip
    clock_on_completion: Literal["restart", "run_on"] = Field(
        "restart",
        description="Whether the clock starts anew on the day an incomplete application is completed, because the rule "
        "speaks of a correctly filled one, or runs on from the day it was received (R4).",
    )
    saturday_is_working: bool = Field(False, description="Whether Saturday counts as a working day (R4).")
    closed_days_stop_clock: bool = Field(True, description="Whether the office's closed days stop the clock (R4).")
    four_eyes: bool = Field(True, description="Whether the recorder may not decide (R4, P6).")
    undo_window_seconds: int = Field(
        30, ge=0, le=600,
        description="Seconds in which whoever has decided a case can take that back; only then it counts, 0 at once "
        "(R4).",
    )  # fmt: skip
    emergency_approval: bool = Field(
        False,
        description="Whether an approver who is alone at the desk may approve an own entry, for a reason and with a "
        "review by another one afterwards (P6).",
    )
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
    digest_to: str = Field(
        "", max_length=254,
        description="Mailbox to which the cases that are due are told each working morning, by number; empty: none.",
    )  # fmt: skip
    staff_review_months: int = Field(
        3, ge=1, le=12, description="How often the list of staff and their roles is reviewed, months."
    )
    mail_basic_data: tuple[BasicDatum, ...] = Field(
        get_args(BasicDatum), description="Customer data repeated in the access mail (R5)."
    )
    breach_hours: int = Field(
        72, ge=1, le=72, description="Hours to tell the authority of an incident (R5, art. 33 GDPR)."
    )
    scan_megabytes: int = Field(10, ge=1, le=25, description="Largest file of a scan, megabytes.")
    scan_pages: int = Field(30, ge=1, le=100, description="Pages that one scan may have.")
    scans_a_case: int = Field(20, ge=1, le=100, description="Scans that one case may have.")
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
    representative_proof_required: bool = Field(
        True,
        description="Whether an application that somebody signs for the customer needs the kind of the proof of that "
        "before it is approved; one recorded earlier keeps what was asked then (R1).",
    )
    branches: str = Field(
        "", max_length=400,
        description="The offices that take papers in, by commas, where there are several; empty: nobody is asked.",
    )  # fmt: skip
    pesel_asked: bool = Field(
        False,
        description="Whether the application asks a natural person for the PESEL; it is kept sealed and shown masked.",
    )
    retention_sealed_days: int = Field(
        30, ge=1, le=365,
        description="Days after a decision or a return in which what is kept sealed (PESEL) is erased, earlier than "
        "the case: by then it is settled who the customer is.",
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
        description="On what grounds an account is deleted and who may ask for it; JSON on the command line (R8).",
    )  # fmt: skip

    reacceptance_on_new_version: bool = Field(
        False,
        description="Whether those who have an account have to accept a new Regulamin on paper: then the desk lists "
        "who has not. Off: the edition the customer signed goes on counting (R2).",
    )
    reacceptance_days: int = Field(
        60, ge=1, le=730,
        description="Days in which a new Regulamin is to be accepted, from its first day; nothing ends by itself (R8).",
    )  # fmt: skip
    not_me_link_days: int = Field(30, ge=1, le=365, description='Life of the link "it wasn\'t me" in a mail, days.')
    block_on_not_me: bool = Field(
        True,
        description="Whether that link blocks the account at once. On: who reads the mailbox can have a password "
        "mailed to it, so a needless block costs a call and one press, waiting may cost the customer's data. It never "
        "blocks where the mail had gone to an address that the account no longer has. Off: staff decide first.",
    )

    @field_validator("digest_to")
    @classmethod
    def _mailbox(cls, typed: str) -> str:
        try:
            return normal_email(typed) if typed else ""
        except InvalidIdentifier as error:
            raise PydanticCustomError("mailbox", "not an e-mail address") from error

    @field_validator("email_cutoff_time")
    @classmethod
    def _hour(cls, typed: str) -> str:
        found = read_clock(typed)
        if typed and not found:
            raise PydanticCustomError("clock", "not an hour like 15:30")
        return f"{found:%H:%M}" if found else ""

    @field_validator("branches")
    @classmethod
    def _names(cls, typed: str) -> str:
        names = listed(typed)
        if any(len(one) > LONGEST_BRANCH for one in names) or len(names) > MOST_BRANCHES:
            raise PydanticCustomError("branches", "at most 12 names of 60 characters each")
        return ", ".join(names)

    @model_validator(mode="after")
    def _window_opens_before_it_closes(self) -> "OfficeChoices":
        if self.deadline_first_day > self.deadline_last_day:
            raise PydanticCustomError("reversed", "deadline_first_day must not lie after deadline_last_day")
        if len({ground.code for ground in self.deletion_grounds}) < len(self.deletion_grounds):
            raise PydanticCustomError("same_code", "each of deletion_grounds needs a code of its own")
        return self
