"""The charts of a period: one bar a month, a channel or a reason."""

from collections.abc import Iterator

from provisioner.cases.channels import Channel
from provisioner.letters import Table
from provisioner.numbers import Figures, Numbers
from provisioner.numbers.refusals import Refusals
from provisioner.web.pages.numbers.charts import Bar, Chart, Fill, Key, laid_over, stacked
from provisioner.web.words.office.numbers import NOTHING, count, month_in_short, share
from provisioner.web.words.terms import word
from provisioner.web.words.translate import _

CHANNELS = {
    Channel.COUNTER: Fill.SOLID,
    Channel.POST: Fill.STRIPES,
    Channel.EMAIL: Fill.DOTS,
    Channel.OFFICE: Fill.OPEN,
}


def intake_chart(found: Numbers, told: str) -> Chart:
    """A year's months, each of its channels; of a month only the channels."""
    used = [channel for channel in CHANNELS if found.whole.intake[channel]]
    title, fills = _("Papers received, by channel"), [CHANNELS[channel] for channel in used]
    if found.period.month:
        rows = [(word(one), count(found.whole.intake[one]), [found.whole.intake[one]]) for one in used]
        bars = [_filled(bar, fill) for bar, fill in zip(stacked(rows, [Fill.SOLID]), fills, strict=True)]
        return Chart("intake", title, told, bars, beside=False)
    rows = [(name, count(one.received), [one.intake[channel] for channel in used]) for name, one in _months(found)]
    keys = [Key(CHANNELS[channel], word(channel)) for channel in used]
    return Chart("intake", title, told, stacked(rows, fills), keys)


def time_chart(found: Numbers, told: str) -> Chart:
    """The slowest decision of each month, and over it the time within which half of them fell."""
    rows = [(name, _half_and_worst(one), [one.worst or 0, one.median or 0]) for name, one in _months(found)]
    keys = [Key(Fill.SOLID, _("half within, working days")), Key(Fill.OPEN, _("slowest, working days"))]
    title = _("Working days from the complete paper to the decision")
    return Chart("time", title, told, laid_over(rows, [Fill.OPEN, Fill.SOLID]), keys)


def late_chart(found: Numbers, told: str) -> Chart:
    """The decisions of each month, those after the last day apart."""
    rows = [(name, share(one.late_share), [one.timed - one.late, one.late]) for name, one in _months(found)]
    keys = [Key(Fill.SOLID, _("decided in time")), Key(Fill.LATE, _("decided after the last day"))]
    return Chart(
        "late", _("Decisions in time and late, with the share late"), told, stacked(rows, [Fill.SOLID, Fill.LATE]), keys
    )


def activation_chart(found: Numbers, told: str) -> Chart:
    """Login details sent in each month of approval, and over them the own passwords."""
    rows = [(name, share(one.activation), [one.sent, one.activated]) for name, one in _months(found)]
    keys = [Key(Fill.SOLID, _("own password set")), Key(Fill.OPEN, _("login details sent"))]
    title = _("Login details sent and own passwords set, by month of approval")
    return Chart("activation", title, told, laid_over(rows, [Fill.OPEN, Fill.SOLID]), keys)


def refusals_chart(table: Table, why: Refusals, told: str) -> Chart:
    """One bar a reason, in the order of the table."""
    counts = [*(one.count for one in why.clauses), why.unsigned, why.others]
    rows = [(name, said, [number]) for (name, said), number in zip(table.rows, counts, strict=True)]
    return Chart("refusals", table.caption, told, stacked(rows, [Fill.SOLID]), beside=False)


def _months(found: Numbers) -> Iterator[tuple[str, Figures]]:
    return ((month_in_short(number), one) for number, one in found.months.items())


def _filled(bar: Bar, fill: Fill) -> Bar:
    return Bar(bar.label, bar.said, [type(one)(fill, one.start, one.width) for one in bar.pieces])


def _half_and_worst(one: Figures) -> str:
    return NOTHING if one.median is None or one.worst is None else f"{count(one.median)} / {count(one.worst)}"
