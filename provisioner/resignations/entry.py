"""What a clerk keys in of a resignation, checked as one whole (P10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import provisioner.resignations.paper as paper
from provisioner.cases.asked import hour_said, on_form
from provisioner.cases.channels import Channel
from provisioner.cases.deadlines import LastDay, ask_about_deadline, completes, why_corrected
from provisioner.cases.filing import check_copy, check_days, copy_ticked
from provisioner.entry.field import Values, read_values
from provisioner.entry.reader import EntryProblems, Reader
from provisioner.logins import Practice
from provisioner.office import OfficeRules
from provisioner.office.grounds import DeletionGround
from provisioner.resignations.tables import BY_ANOTHER, Resignation


@dataclass(frozen=True)
class Entry:
    """A checked form; `ground` is the row of the setting that was chosen."""

    values: Values
    ground: DeletionGround
    copy_handed: bool
    completed_on: date | None = None
    date_reason: str = ""


def read_resignation(
    raw: Mapping[str, str],
    *,
    today: date,
    practice: Practice,
    number: str,
    rules: OfficeRules,
    last_day: LastDay,
    corrected: Resignation | None = None,
) -> Entry:
    """Read a keyed form of the account with this customer `number`, by the rules in force.

    Raises EntryProblems with every problem and question, in the order of the paper.
    """
    read = Reader(raw, today=today, customer_number=practice.read_number)
    values = read_values(read, on_form(paper.FIELDS, rules))
    arrived = read.day(paper.COMPLETED_ON, required=True) if completes(corrected) else None
    ground = _ground(read, values, rules)
    if values[paper.CUSTOMER_NUMBER] and values[paper.CUSTOMER_NUMBER] != number:
        read.wrong(paper.CUSTOMER_NUMBER.name, "other_number")
    if values[paper.ASKED_BY] in BY_ANOTHER and not raw.get(paper.ASKER_NAME.name, "").strip():
        read.wrong(paper.ASKER_NAME.name, "required")
    check_copy(read, values[paper.CHANNEL])
    _check_channel(read, values[paper.CHANNEL], rules)
    _check_days(read, values, arrived)
    why = why_corrected(read, values[paper.RECEIVED_ON], corrected)
    ask_about_deadline(
        read, received=values[paper.RECEIVED_ON], channel=values[paper.CHANNEL], completed=arrived,
        corrected=corrected, last_day=last_day, at=hour_said(values, paper.RECEIVED_TIME, rules, corrected),
    )  # fmt: skip
    if read.problems or ground is None:
        raise EntryProblems(sorted(read.problems, key=lambda one: paper.ORDER.index(one.field)))
    return Entry(values, ground, copy_ticked(read), arrived, why)


def _ground(read: Reader, values: Values, rules: OfficeRules) -> DeletionGround | None:
    ground = rules.ground(values[paper.GROUND])
    if ground is None:
        read.wrong(paper.GROUND.name, "choose")
    elif not ground.open_to(values[paper.ASKED_BY]):
        read.wrong(paper.GROUND.name, "not_by_this_person")
    return ground


def _check_channel(read: Reader, channel: Channel, rules: OfficeRules) -> None:
    taken = channel is Channel.OFFICE or channel.value in rules.resignation_channels
    if not taken and not read.misread(paper.CHANNEL.name):
        read.wrong(paper.CHANNEL.name, "channel_not_taken")


def _check_days(read: Reader, values: Values, arrived: date | None) -> None:
    received, effect = values[paper.RECEIVED_ON], values[paper.EFFECT_ON]
    check_days(read, written=values[paper.DOCUMENT_DATE], received=received, completed=arrived)
    if effect and effect < received and not read.misread(paper.RECEIVED_ON.name):
        read.wrong(paper.EFFECT_ON.name, "effect_before_received")
