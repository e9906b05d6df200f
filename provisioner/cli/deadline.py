"""`provisioner deadline`: the working-day calculation, explained day by day (R4)."""

import json
from datetime import date

import click
from babel.dates import format_date

from provisioner import office
from provisioner.cases.channels import PAPER_CHANNELS, Channel
from provisioner.cases.deadlines import deadline_of
from provisioner.cli import here
from provisioner.cli.day import Day as TypedDay
from provisioner.cli.opening import connect
from provisioner.database.standing import WORKS, stands
from provisioner.office.working_days import Calendar, Day, DayKind, Deadline

WEEKEND = (DayKind.SATURDAY, DayKind.SUNDAY)
REASONS = {DayKind.HOLIDAY: "święto", DayKind.CLOSED: "dzień zamknięty BOK"}


@click.command("deadline")
@click.argument("received", metavar="DATE", type=TypedDay())
@click.option("--channel", type=click.Choice([c.value for c in PAPER_CHANNELS]), default=Channel.COUNTER.value)
@click.option("--json", "as_json", is_flag=True, help="Machine-readable output.")
def show_deadline(received: date, channel: str, as_json: bool) -> None:
    """Show the 3rd and 7th working day after DATE (as typed at the desk) and why each skipped day does not count."""
    found = _calculate(received, Channel(channel))
    click.echo(json.dumps(_as_data(found), ensure_ascii=False) if as_json else "\n".join(_in_words(found)))


def _calculate(received: date, channel: Channel) -> Deadline:
    database = connect(here.settings())
    if stands(database) not in WORKS:
        rules, calendar = office.OfficeRules(), Calendar()
    else:
        with database.reading() as session:
            rules = office.rules(session)
            calendar = office.calendar(session, rules)
    try:
        return deadline_of(received, channel, rules, calendar)
    except ValueError as error:
        raise click.BadParameter("rok spoza zakresu 2000–2100", param_hint="DATE") from error


def _as_data(found: Deadline) -> dict[str, object]:
    return {
        "received_on": found.received_on.isoformat(),
        "clock_from": found.clock_from.isoformat(),
        "first": found.first.isoformat(),
        "last": found.last.isoformat(),
        "skipped": [{"date": day.date.isoformat(), "kind": day.kind.value, "name": day.name} for day in found.skipped],
    }


def _in_words(found: Deadline) -> list[str]:
    lines = [f"Data wpływu: {_named(found.received_on)}"]
    if found.clock_from != found.received_on:
        lines.append(f"E-mail w dniu wolnym: termin biegnie od {_named(found.clock_from)}")
    lines += [f"  {_named(day.date):<26} {_explained(day)}" for day in found.days]
    return [*lines, f"Od {_named(found.first)} do końca dnia {_named(found.last)}"]


def _explained(day: Day) -> str:
    if day.kind is DayKind.WORKING:
        return f"{day.count}. dzień roboczy"
    if day.kind in WEEKEND:
        return "– " + _polish(day.date, "EEEE")
    return "– " + ": ".join(filter(None, (REASONS[day.kind], day.name)))


def _named(on: date) -> str:
    return _polish(on, "EEEE d.MM.y")


def _polish(on: date, pattern: str) -> str:
    return format_date(on, pattern, locale="pl")
