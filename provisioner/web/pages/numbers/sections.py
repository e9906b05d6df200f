"""What the page and the report say of a period: sentences, a table, and for the page charts of the same numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from provisioner.cases.channels import Channel
from provisioner.letters import Table
from provisioner.numbers import Figures, Numbers
from provisioner.web.pages.numbers.charts import Chart
from provisioner.web.pages.numbers.drawn import activation_chart, intake_chart, late_chart, refusals_chart, time_chart
from provisioner.web.words.office.numbers import NOTHING, count, month, month_alone, share, working_days
from provisioner.web.words.terms import word
from provisioner.web.words.translate import _, ngettext


@dataclass(frozen=True)
class Section:
    """One question about a period, with its answer."""

    name: str
    table: Table
    sentences: Sequence[str]
    charts: Sequence[Chart]


def sections(found: Numbers) -> list[Section]:
    """Everything that is told, in the order of a paper's way."""
    return [_intake(found), *_branches(found), _time(found), _refusals(found), _activation(found)]


def not_counted(found: Numbers) -> Iterator[str]:
    """What the numbers leave out, and why."""
    yield _(
        "What was entered by mistake and taken back counts as received; what a customer has taken back is no decision."
    )
    if found.erased:
        yield ngettext(
            "%(num)d decided case was erased meanwhile: it counts as received and decided; how long it took, its "
            "clauses and its account are not known any more.",
            "%(num)d decided cases were erased meanwhile: they count as received and decided; how long they took, "
            "their clauses and their accounts are not known any more.",
            found.erased,
        )
    yield _(
        "Requests to erase data have a term in months: they count as received, decided and late, but not in working "
        "days."
    )
    yield _("Working days are counted by today's calendar, closed days of the office included.")


def _intake(found: Numbers) -> Section:
    channels = [*Channel]
    rows = [
        [said, *(count(one.intake[channel]) for channel in channels), count(one.received)]
        for said, one in _spans(found)
    ]
    table = Table(
        _("Papers received, by channel"),
        [_("Month"), *(word(channel) for channel in channels), _("Together")],
        rows,
        total=len(rows) > 1,
    )
    told = ngettext("%(num)d paper was received.", "%(num)d papers were received.", found.whole.received)
    return Section("intake", table, [told], [intake_chart(found, told)] if found.whole.received else [])


def _branches(found: Numbers) -> Iterator[Section]:
    """Only where papers came to several offices."""
    named = sorted(found.whole.branches)
    if named in ([], [""]):
        return
    rows = [
        [said, *(count(one.branches[branch]) for branch in named), count(one.received)] for said, one in _spans(found)
    ]
    table = Table(
        _("Papers received, by office"),
        [_("Month"), *(branch or _("not said") for branch in named), _("Together")],
        rows,
        total=len(rows) > 1,
    )
    yield Section("branches", table, [], [])


def _time(found: Numbers) -> Section:
    rows = [
        [said, count(one.approved), count(one.refused), _days(one.median), _days(one.worst), count(one.late),
         share(one.late_share)]
        for said, one in _spans(found)
    ]  # fmt: skip
    table = Table(
        _("From the complete paper to the decision"),
        [_("Month"), _("Approvals"), _("Refusals"), _("Half within, working days"), _("Slowest, working days"),
         _("After the last day"), _("Share late")],
        rows,
        total=len(rows) > 1,
    )  # fmt: skip
    told = list(_of_time(found))
    drawn = found.period.month is None and found.whole.timed
    return Section(
        "time", table, told, [time_chart(found, _how_long(found.whole)), late_chart(found, told[-1])] if drawn else []
    )


def _of_time(found: Numbers) -> Iterator[str]:
    whole = found.whole
    yield _how_long(whole)
    if found.overdue:
        yield ngettext(
            "Today %(num)d case waits for a decision though its last day has passed.",
            "Today %(num)d cases wait for a decision though their last day has passed.",
            found.overdue,
        )
    if whole.timed:
        yield _(
            "Decided after the last day: %(late)s of %(all)s, that is %(share)s.",
            late=count(whole.late), all=count(whole.timed), share=share(whole.late_share),
        )  # fmt: skip


def _how_long(one: Figures) -> str:
    if not one.decided:
        return _("Nothing was decided.")
    if one.median is None or one.worst is None:
        return _("Of no decision is it known how many working days it took.")
    return _(
        "From the complete paper to the decision: in half of the cases %(half)s at most, in the slowest %(worst)s.",
        half=working_days(one.median), worst=working_days(one.worst),
    )  # fmt: skip


def _refusals(found: Numbers) -> Section:
    why = found.refusals
    rows = [[_("clause %(number)s, form %(edition)s", number=one.number, edition=one.edition), count(one.count)]
            for one in why.clauses]  # fmt: skip
    rows += [
        [_("clauses accepted, the Regulamin not signed"), count(why.unsigned)],
        [_("another reason, in words on the case"), count(why.others)],
    ]
    table = Table(_("Why papers were refused"), [_("Reason"), _("Papers refused")], rows)
    told = [ngettext("%(num)d paper was refused.", "%(num)d papers were refused.", found.whole.refused)]
    if len(why.clauses) > 1:
        told.append(_("A paper with several clauses not accepted stands at each of them."))
    drawn = why.with_clause + why.unsigned + why.others
    return Section("refusals", table, told, [refusals_chart(table, why, told[0])] if drawn else [])


def _activation(found: Numbers) -> Section:
    rows = [[said, count(one.sent), count(one.activated), share(one.activation)] for said, one in _spans(found)]
    table = Table(
        _("From the login details to an own password"),
        [_("Approved in"), _("Login details sent"), _("Own password set"), _("Share")],
        rows,
        total=len(rows) > 1,
    )
    whole = found.whole
    told = _(
        "Of the accounts approved then, %(sent)s were sent login details; %(own)s have an own password today, that is "
        "%(share)s.",
        sent=count(whole.sent), own=count(whole.activated), share=share(whole.activation),
    ) if whole.sent else _("No login details were sent.")  # fmt: skip
    drawn = found.period.month is None and whole.sent
    return Section("activation", table, [told], [activation_chart(found, told)] if drawn else [])


def _spans(found: Numbers) -> Iterator[tuple[str, Figures]]:
    """The rows of a table: a year's months and the year, or the month alone."""
    if one := found.period.month:
        yield month(found.period.year, one), found.whole
        return
    for number, figures in found.months.items():
        yield month_alone(number), figures
    yield _("Together"), found.whole


def _days(days: int | None) -> str:
    return NOTHING if days is None else count(days)
