"""Each gauge declared once: its name, what it tells, and by what it is told apart. No label ever names a person."""

from dataclasses import dataclass
from enum import Enum, auto


class Unit(Enum):
    """What a value counts."""

    THINGS = auto()
    SECONDS = auto()
    BYTES = auto()
    YES = auto()
    """1 for yes, 0 for no."""


@dataclass(frozen=True)
class Gauge:
    """One gauge; `label` is by what its values are told apart, a word of ours or of the settings."""

    name: str
    meaning: str
    unit: Unit = Unit.THINGS
    label: str = ""


@dataclass(frozen=True)
class Reading:
    """The value of a gauge at one moment, `of` what its label tells apart."""

    gauge: Gauge
    value: float
    of: str = ""


WAITING = Gauge("desk_cases_waiting", "Papers that wait for a decision.")
WAITING_OLDEST = Gauge("desk_cases_waiting_oldest_seconds", "How long the oldest of them has waited.", Unit.SECONDS)
OVERDUE = Gauge("desk_cases_overdue", "Papers that wait and whose last day is over (R4).")
DUE_TODAY = Gauge("desk_cases_due_today", "Papers that wait and whose last day is today (R4).")
INCOMPLETE = Gauge("desk_cases_incomplete", "Papers that wait for the customer to complete them.")

ATTENTION = Gauge("desk_accounts_need_attention", "Accounts that wait for a person, by reason.", label="reason")
ON_THE_WAY = Gauge("desk_accounts_on_the_way", "Accounts that wait for a part of the outside, by part.", label="part")
BLOCKING = Gauge("desk_accounts_to_be_blocked", "Accounts that Keycloak has not yet confirmed to be blocked.")

WORK_DUE = Gauge("desk_work_due", "Pieces of work that somebody waits for, that are due and in nobody's hands.")
WORK_LATE = Gauge("desk_work_due_oldest_seconds", "How long the oldest of them has been due.", Unit.SECONDS)
DOWN = Gauge(
    "desk_part_down_seconds", "How long a part of the outside has not worked; 0: it works.", Unit.SECONDS, "part"
)
SILENT = Gauge("desk_worker_silent_seconds", "How long ago any worker last said that it is well.", Unit.SECONDS)

COMPARED_AGO = Gauge(
    "desk_agreement_age_seconds",
    "How long ago accounts were last compared with Keycloak, or since when never.",
    Unit.SECONDS,
)
DIFFERING = Gauge("desk_agreement_differing", "Accounts that differed in that comparison.")
STOPPED = Gauge("desk_agreement_stopped", "Whether so much differed that nothing was noted.", Unit.YES)
FINDINGS = Gauge("desk_findings_open", "What was found in Keycloak and stands open, by kind.", label="kind")

SESSIONS = Gauge("desk_sessions", "Sessions of staff used within the last hour.")
DATABASE = Gauge("desk_database_answers", "Whether the database answers.", Unit.YES)
DATABASE_SIZE = Gauge("desk_database_bytes", "Size of the database.", Unit.BYTES)
PAGES = Gauge("desk_pages_answer", "Whether the desk's pages answer and can write.", Unit.YES)
ROOM = Gauge("desk_disk_free_bytes", "Free room where this worker keeps its files.", Unit.BYTES)
ANCHORED_AGO = Gauge(
    "desk_anchor_age_seconds", "How long ago the journal was last anchored, or since when never.", Unit.SECONDS
)
BACKUP_AGO = Gauge(
    "desk_backup_age_seconds", "How long ago the last backup was made, or since when none was.", Unit.SECONDS
)
BACKUP_LATE = Gauge(
    "desk_backup_late_seconds", "For how long the next backup has been missing; below zero: not yet.", Unit.SECONDS
)
RESTORED = Gauge("desk_waits_after_restore", "Whether the desk was restored and waits to be released.", Unit.YES)
CERTIFICATE = Gauge(
    "desk_certificate_seconds_left", "How long the certificate of a server is still good.", Unit.SECONDS, "server"
)
SECRET = Gauge("desk_secret_age_seconds", "How old the file of a secret is.", Unit.SECONDS, "secret")

GAUGES = (
    WAITING, WAITING_OLDEST, OVERDUE, DUE_TODAY, INCOMPLETE, ATTENTION, ON_THE_WAY, BLOCKING, WORK_DUE, WORK_LATE, DOWN,
    SILENT, COMPARED_AGO, DIFFERING, STOPPED, FINDINGS, SESSIONS, DATABASE, DATABASE_SIZE, PAGES, ROOM, ANCHORED_AGO,
    BACKUP_AGO, BACKUP_LATE, RESTORED, CERTIFICATE, SECRET,
)  # fmt: skip
