"""What is an alarm, declared once: from here come the rules for a watching system, the weekly mail and its words.

`python -m tests.watching_files` writes the rules and the board; docs/runbook.md says what to do about each.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import provisioner.watching.gauges as gauges
from provisioner.accounts.rules import Attention
from provisioner.credentials.age import LONGEST
from provisioner.watching.gauges import Gauge, Reading, Unit

MINUTE, HOUR, DAY = 60, 3600, 86_400
SHORT = 5


@dataclass(frozen=True)
class Alarm:
    """A gauge past its limit for so many minutes; `of` are the values of its label that count, by default each.

    One that has to last an hour or longer looks back over all of it, so that a scrape that failed or a worker that was
    started anew does not make it begin again. An `urgent` one is told at once, another in working hours. With `below`
    the limit is a floor.
    """

    name: str
    gauge: Gauge
    limit: float
    minutes: int = 5
    urgent: bool = False
    below: bool = False
    of: frozenset[str] = field(default_factory=frozenset)

    @property
    def query(self) -> str:
        """The condition in the language of the rules; several workers tell the same, so the worst one counts."""
        chosen = f'{{{self.gauge.label}=~"{"|".join(sorted(self.of))}"}}' if self.of else ""
        by = f" by ({self.gauge.label})" if self.gauge.label else ""
        worst, best, sign = ("min", "max", "<") if self.below else ("max", "min", ">")
        read = f"{worst}{by} ({self.gauge.name}{chosen})"
        lasted = f"{best}_over_time(({read})[{self.minutes // 60}h:1m])" if self._looks_back else read
        return f"{lasted} {sign} {self.limit:g}"

    @property
    def waits(self) -> int:
        """For how many minutes a watching system waits until it tells."""
        return SHORT if self._looks_back else self.minutes

    @property
    def _looks_back(self) -> bool:
        return self.minutes >= 60

    def met(self, reading: Reading) -> bool:
        """Whether this reading is past the limit."""
        if reading.gauge is not self.gauge or (self.of and reading.of not in self.of):
            return False
        return reading.value < self.limit if self.below else reading.value > self.limit


@dataclass(frozen=True)
class Counted:
    """An alarm that only a watching system sees, because it counts over time."""

    name: str
    query: str
    minutes: int = 5
    urgent: bool = False
    label: str = ""
    unit: Unit = Unit.THINGS


@dataclass(frozen=True)
class Concern:
    """An alarm that holds now, with the reading that says so."""

    alarm: Alarm
    reading: Reading


BY_MAIL = frozenset({Attention.MAIL_REFUSED, Attention.MAIL_CAME_BACK})
ALARMS = (
    Alarm("DeskDatabaseSilent", gauges.DATABASE, 1, minutes=2, urgent=True, below=True),
    Alarm("DeskPagesSilent", gauges.PAGES, 1, urgent=True, below=True),
    Alarm("DeskWorkerSilent", gauges.SILENT, 5 * MINUTE, urgent=True),
    Alarm("DeskPartDown", gauges.DOWN, 10 * MINUTE, urgent=True),
    Alarm("DeskWorkLate", gauges.WORK_LATE, 15 * MINUTE, urgent=True),
    Alarm("DeskBlockLate", gauges.BLOCKING, 0, minutes=15, urgent=True),
    Alarm("DeskDiskFull", gauges.ROOM, 1_073_741_824, urgent=True, below=True),
    Alarm("DeskHandMade", gauges.FINDINGS, 0, urgent=True, of=frozenset({"alarm"})),
    Alarm("DeskCasesOverdue", gauges.OVERDUE, 0, minutes=60),
    Alarm("DeskAccountsStopped", gauges.ATTENTION, 0, minutes=480, of=frozenset(Attention) - BY_MAIL),
    Alarm("DeskMailsReturned", gauges.ATTENTION, 5, minutes=60, of=BY_MAIL),
    Alarm("DeskAgreementOld", gauges.COMPARED_AGO, 36 * HOUR),
    Alarm("DeskAgreementStopped", gauges.STOPPED, 0),
    Alarm("DeskAgreementDiffers", gauges.FINDINGS, 0, minutes=480, of=frozenset({"difference"})),
    Alarm("DeskAnchorOld", gauges.ANCHORED_AGO, 36 * HOUR),
    Alarm("DeskBackupOld", gauges.BACKUP_LATE, 0),
    Alarm("DeskRestored", gauges.RESTORED, 0, minutes=30),
    Alarm("DeskCertificateEnds", gauges.CERTIFICATE, 14 * DAY, minutes=60, below=True),
    Alarm("DeskSecretOld", gauges.SECRET, LONGEST.total_seconds(), minutes=60),
)
COUNTED = (
    Counted("DeskNotWatched", f"absent({gauges.DATABASE.name})", urgent=True),
    # Of each process its own: the readings are the same from every one of them, and go on while one is left.
    Counted("DeskWorkerMissing", 'max by (instance) (up{job="account-desk"}) < 1', label="instance"),
    Counted(
        "DeskMailsSlow",
        "histogram_quantile(0.95, sum by (le) (rate(desk_mail_delay_seconds_bucket[1h]))) > 900",
        minutes=15,
        unit=Unit.SECONDS,
    ),
    Counted(
        "DeskWorkerStumbles",
        'sum by (kind) (increase(desk_worker_outcomes_total{outcome="unexpected"}[1h])) > 0',
        label="kind",
    ),
)


def concerns(readings: Sequence[Reading]) -> list[Concern]:
    """Every alarm that holds at this moment, in the order of their declaration."""
    return [Concern(alarm, one) for alarm in ALARMS for one in readings if alarm.met(one)]
