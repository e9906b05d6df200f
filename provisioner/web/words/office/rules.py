"""What each setting of the office is called, why it is there and in what it is counted; in the order of their page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from provisioner.web.words.translate import _l


class Unit(Enum):
    """What a number counts."""

    WORKING_DAY = auto()
    DAY = auto()
    HOUR = auto()
    SECOND = auto()
    MONTH = auto()
    PASSWORD = auto()
    ROW = auto()
    MEGABYTE = auto()
    PAGE = auto()
    SCAN = auto()


@dataclass(frozen=True)
class RuleWords:
    """The label of a setting, what it does, and the unit of a number."""

    label: Any
    why: Any
    unit: Unit | None = None


@dataclass(frozen=True)
class Topic:
    """Settings that are read together."""

    key: str
    title: Any
    rules: Mapping[str, RuleWords]


TOPICS: Sequence[Topic] = (
    Topic("deadlines", _l("Deadlines"), {
        "deadline_first_day": RuleWords(
            _l("Earliest working day"),
            _l("The window for registering a customer opens on this working day after the filing."), Unit.WORKING_DAY,
        ),
        "deadline_last_day": RuleWords(
            _l("Last working day"),
            _l("By the end of this working day after the filing a case is to be decided; letters promise it."),
            Unit.WORKING_DAY,
        ),
        "email_clock": RuleWords(
            _l("E-mail on a day off"), _l("From when the clock runs for an application that came on a day off.")
        ),
        "email_cutoff_time": RuleWords(
            _l("Office hours end"),
            _l("As 15:30. A paper whose e-mail came later counts from the next working day, so its form asks for the "
               "hour of an e-mail; only a request to erase counts from its day. Empty: the day on which it came "
               "counts."),
        ),
        "clock_on_completion": RuleWords(
            _l("When an incomplete application is completed"),
            _l("From when the clock runs then. A request to erase is always counted anew."),
        ),
        "saturday_is_working": RuleWords(_l("Saturdays count"), _l("Whether a Saturday is a working day.")),
        "closed_days_stop_clock": RuleWords(
            _l("Closed days stop the clock"), _l("Whether the days on which the office is closed are left out.")
        ),
    }),
    Topic("desk", _l("Who works at the desk"), {
        "four_eyes": RuleWords(
            _l("Somebody else decides"),
            _l("Whoever recorded or corrected a case may not decide it, and nobody confirms an own correction."),
        ),
        "undo_window_seconds": RuleWords(
            _l("Time to take a decision back"),
            _l("An approval, a refusal or a return counts only then; whoever decided can take it back before. 0: at "
               "once. Decisions already given keep the time they have."),
            Unit.SECOND,
        ),
        "emergency_approval": RuleWords(
            _l("Own entries in an emergency"),
            _l("Whether an approver who is alone at the desk may approve an own entry, for a typed reason; another one "
               "reviews it afterwards."),
        ),
        "branches": RuleWords(
            _l("Offices that take papers in"),
            _l("By commas, as “BOK Kartuzy, BOK Żukowo”. Where there are several the form asks which one it was, and "
               "cases, lists and numbers tell it; empty where there is one."),
        ),
        "representative_proof_required": RuleWords(
            _l("Proof of whoever signs for the customer"),
            _l("Yes: an application signed by an attorney, a manager, a representative of a company and the like is "
               "approved only once it says by what paper they may. Cases recorded earlier keep what was asked then."),
        ),
        "digest_to": RuleWords(
            _l("Morning mail about deadlines"),
            _l("Each working morning at half past six this mailbox is told the numbers of cases that are late, due "
               "today or soon, and how many accounts wait for people. Where nothing is due, nothing is sent."),
        ),
        "staff_review_months": RuleWords(
            _l("Review of roles"), _l("How often the list of staff and their roles is to be looked through."),
            Unit.MONTH,
        ),
    }),
    Topic("access", _l("Login details and passwords"), {
        "temp_password_ttl_hours": RuleWords(
            _l("Life of a temporary password"),
            _l("After that an unused password works no more; passwords already sent keep the life they have."),
            Unit.HOUR,
        ),
        "temp_password_reminder_hours": RuleWords(
            _l("Reminder before its end"),
            _l("So long before, the customer gets a mail; 0 for none, and none in the first half of its life."),
            Unit.HOUR,
        ),
        "reissues_a_day": RuleWords(
            _l("New passwords within 24 hours"),
            _l("How many staff may have sent for one account; a correction of the address does not count."),
            Unit.PASSWORD,
        ),
        "clerks_reissue": RuleWords(
            _l("Clerks send new passwords"), _l("Whether clerks may do it too, as at the counter, or approvers only.")
        ),
        "mail_basic_data": RuleWords(
            _l("Data repeated in the mail"), _l("What the mail with the login details repeats of the application.")
        ),
    }),
    Topic("regulamin", _l("A new Regulamin"), {
        "reacceptance_on_new_version": RuleWords(
            _l("It is to be accepted anew"),
            _l("Yes: the desk lists whose customers have not accepted it on paper. No: the signed edition counts on."),
        ),
        "reacceptance_days": RuleWords(
            _l("Time to accept it"),
            _l("Counted from its first day. Then the list proposes to end those accounts; nothing ends by itself."),
            Unit.DAY,
        ),
    }),
    Topic("ending", _l("End of an account"), {
        "deletion_grounds": RuleWords(
            _l("Grounds"), _l("On what grounds an account is ended, as the Regulamin has them, and who may ask.")
        ),
        "deletion_delay_days": RuleWords(
            _l("Time to take it back"),
            _l("From closing to deletion, where the ground says nothing else; 0 deletes at once."), Unit.DAY,
        ),
        "resignation_channels": RuleWords(
            _l("Ways for a resignation"), _l("How it may reach the office; letters name these ways.")
        ),
        "resignation_last_day": RuleWords(
            _l("Decided within"), _l("The last working day on which a resignation is decided."), Unit.WORKING_DAY
        ),
        "closings_at_once": RuleWords(
            _l("Longest list"), _l("How many accounts one list may propose to end."), Unit.ROW
        ),
        "unused_days": RuleWords(
            _l("Accounts nobody uses"),
            _l("Unused for so long, an account is proposed for closing; nothing closes by itself."), Unit.DAY,
        ),
    }),
    Topic("not_me", _l("Link “it wasn't me”"), {
        "not_me_link_days": RuleWords(
            _l("Life of the link"), _l("For so long the link in a mail about an account works."), Unit.DAY
        ),
        "block_on_not_me": RuleWords(
            _l("It blocks at once"),
            _l("Yes: the account is blocked before staff look, unless the mail went to a former address. No: staff "
               "decide first, and a stranger in the mailbox may act meanwhile."),
        ),
    }),
    Topic("scans", _l("Scans"), {
        "scan_megabytes": RuleWords(
            _l("Largest file"), _l("A larger one is not taken; what is kept already stays."), Unit.MEGABYTE
        ),
        "scan_pages": RuleWords(_l("Longest scan"), _l("How many pages one file may have."), Unit.PAGE),
        "scans_a_case": RuleWords(_l("Scans of one case"), _l("How many files a case may have."), Unit.SCAN),
    }),
    Topic("privacy", _l("Protection of personal data"), {
        "pesel_asked": RuleWords(
            _l("The application asks for the PESEL"),
            _l("Of natural persons only, never required. It is kept sealed, shown masked, and whoever sees it says "
               "why. Yes only where the office cannot tell its customers apart otherwise."),
        ),
        "retention_sealed_days": RuleWords(
            _l("Sealed data (PESEL)"),
            _l("So long after the decision they are erased, earlier than the case: by then it is settled who the "
               "customer is."), Unit.DAY,
        ),
        "retention_refused_days": RuleWords(
            _l("Refused applications"), _l("So long after the refusal they are erased: time to ask why."), Unit.DAY
        ),
        "retention_withdrawn_days": RuleWords(
            _l("Withdrawn applications"), _l("So long after the withdrawal they are erased."), Unit.DAY
        ),
        "retention_incomplete_days": RuleWords(
            _l("Never completed applications"), _l("So long after they were returned they are erased."), Unit.DAY
        ),
        "retention_closed_days": RuleWords(
            _l("Ended accounts"), _l("So long after the last work on one it is erased with its paper."), Unit.DAY
        ),
        "retention_requests_days": RuleWords(
            _l("Requests to erase"),
            _l("So long after it was carried out a request is kept, because the answer must be provable."), Unit.DAY,
        ),
        "request_term_end": RuleWords(
            _l("Answer due on a day off"),
            _l("Where the month for answering a request ends on a Saturday, Sunday or holiday."),
        ),
        "breach_hours": RuleWords(
            _l("Time to tell the authority"),
            _l("Of login details that went to the wrong person; law gives 72 hours at most."), Unit.HOUR,
        ),
    }),
)  # fmt: skip
BY_NAME: Mapping[str, RuleWords] = {name: words for topic in TOPICS for name, words in topic.rules.items()}
