"""A year on paper: the sentences and the tables of the page."""

from provisioner.letters import Report, Table
from provisioner.mail.language import Language
from provisioner.numbers import Numbers
from provisioner.web.desk import desk
from provisioner.web.pages.numbers.sections import not_counted, sections
from provisioner.web.words.dates import long_day
from provisioner.web.words.language import language
from provisioner.web.words.translate import _


def report(found: Numbers) -> Report:
    """The report in the language of the page."""
    today, year = desk().today(), found.period.year
    parts: list[str | Table] = []
    for one in sections(found):
        parts += [one.table, *one.sentences]
    if year == today.year:
        parts.insert(0, _("The year is not over: this is how things stand on %(day)s.", day=long_day(today)))
    title = _("Online accounts: report for the year %(year)s", year=year)
    return Report(Language(language()), today, title, [*parts, *not_counted(found)])
