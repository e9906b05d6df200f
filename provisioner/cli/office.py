"""What an operator keeps for the office: form editions, closed days, settings; the desk has pages for each, too."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click
from babel.dates import format_date

from provisioner import administration, forms, journal, office
from provisioner.cli import here
from provisioner.cli.day import Day
from provisioner.cli.opening import open_database, open_journal
from provisioner.forms.paper import EditionText
from provisioner.letters import AskedClause, FormWords, NotPrintable, Press, PrintedForm
from provisioner.mail.language import Language
from provisioner.settings import branding
from provisioner.settings.shipped import folder


@click.group("form")
def form() -> None:
    """Editions of the paper form."""


@form.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
def load_form(file: Path | None) -> None:
    """Load an edition from FILE (the shipped one by default); safe to repeat."""
    edition = forms.read_edition(file or folder("realm-config") / "form-edition.yaml")
    _press(edition)
    with open_journal(here.settings()).transaction() as session:
        try:
            added = administration.load_edition(session, edition, **_now())
        except forms.EditionChanged as error:
            raise click.ClickException(f"Edition {error} is known with other clauses; give it a new code.") from error
    click.echo("Edition loaded." if added else "Edition already there.")


def _press(edition: EditionText) -> None:
    """Print what it says for nobody: it could not be mended once it is loaded."""
    press = Press(branding.load())
    for language in Language:
        said = [one.pl if language is Language.PL else one.en for one in edition.clauses]
        clauses = [AskedClause("", text) for text in [*said, edition.regulamin_version]]
        try:
            press.form(PrintedForm(language, edition.code, edition.valid_from, FormWords(*"–" * 9), [], clauses, ""))
        except NotPrintable:
            raise click.ClickException(
                "The edition cannot be printed: it holds a character that the fonts do not have."
            ) from None


@click.group("closed-day")
def closed_day() -> None:
    """Weekdays on which the office is shut; they stop the clock of applications recorded from now on."""


@closed_day.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects: day, reason.")
def list_closed_days(as_json: bool) -> None:
    """Show the closed days, the past ones too, in order."""
    with open_database(here.settings()).reading() as session:
        found = sorted(office.calendar(session, office.rules(session)).closed_days.items())
    if as_json:
        days = [{"day": day.isoformat(), "reason": reason} for day, reason in found]
        click.echo(json.dumps(days, ensure_ascii=False))
        return
    for day, reason in found:
        click.echo(f"{format_date(day, 'yyyy-MM-dd EEEE', locale='pl')}: {reason}")
    if not found:
        click.echo("No closed days.")


@closed_day.command("add")
@click.argument("day", type=Day(coming=True))
@click.argument("reason")
def add_closed_day(day: date, reason: str) -> None:
    """Close DAY for REASON, as shown to staff; without a year it is the next such day."""
    with open_journal(here.settings()).transaction() as session:
        administration.close_day(session, day, reason, rename=True, **_now())
    click.echo(f"Closed: {day:%Y-%m-%d}.")


@closed_day.command("remove")
@click.argument("day", type=Day(coming=True))
def remove_closed_day(day: date) -> None:
    """Open DAY again; without a year it is the next such day."""
    with open_journal(here.settings()).transaction() as session:
        try:
            administration.open_day(session, day, **_now())
        except administration.NotClosed as error:
            raise click.ClickException(f"{day:%Y-%m-%d} is not a closed day.") from error
    click.echo(f"Open again: {day:%Y-%m-%d}.")


@click.group("setting")
def setting() -> None:
    """The office's settings kept in the database."""


@setting.command("list")
def list_settings() -> None:
    """Show every setting with its value in force."""
    with open_database(here.settings()).reading() as session:
        rules = office.rules(session)
    for name, field in office.OfficeRules.model_fields.items():
        click.echo(f"{name} = {getattr(rules, name)}\n    {field.description}")


@setting.command("set")
@click.argument("name")
@click.argument("value")
def set_setting(name: str, value: str) -> None:
    """Set NAME to VALUE; stored deadlines stay as they are."""
    with open_journal(here.settings()).transaction() as session:
        try:
            before, after = administration.set_rule(session, name, office.read(name, value), **_now())
        except office.UnknownSetting as error:
            raise click.ClickException(f"There is no setting {name}.") from error
        except office.InvalidSetting as error:
            raise click.ClickException(f"{name}: {error}") from error
    click.echo(f"{name}: {before} -> {after}")


def _now() -> dict[str, Any]:
    """Who changes it, and when, for the journal."""
    return {"actor": journal.OPERATOR, "at": datetime.now(UTC)}
