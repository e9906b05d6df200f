"""The copy for a customer who asks what is kept: on a page and as an accessible PDF."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from provisioner.cases.history import HistoryLine
from provisioner.letters import Letter, Recipient
from provisioner.mail.language import Language
from provisioner.office.time import office_date
from provisioner.privacy.copies import Copied
from provisioner.web.desk import desk
from provisioner.web.words.dates import moment
from provisioner.web.words.history import happened
from provisioner.web.words.language import language
from provisioner.web.words.paper.changes import said
from provisioner.web.words.paper.fields import label
from provisioner.web.words.personal import OFF_THE_PAGE, shown, title
from provisioner.web.words.translate import _


@dataclass(frozen=True)
class Told:
    """A line of a case's history: when, what, and what changed."""

    when: str
    what: str
    changes: Sequence[tuple[str, str, str]]


@dataclass(frozen=True)
class CaseCopy:
    """Everything kept of one case: headings with terms and texts, what happened, who looked."""

    number: str
    name: str
    groups: Sequence[tuple[str, Sequence[tuple[str, str]]]]
    history: Sequence[Told]
    looks: Sequence[str]


def lead(at: datetime) -> str:
    """When and by whom the copy was made, and why the data are kept."""
    return _(
        "%(name)s made this copy %(when)s. The data are kept to deal with applications and to run the account "
        "(GDPR art. 6(1)(b)) and to defend against claims (art. 6(1)(f)). Who acted at the office is left out.",
        when=moment(at),
        name=desk().branding.short_name,
    )


def letter(cases: Sequence[CaseCopy], at: datetime) -> Letter:
    """The same on paper, in the language of the page."""
    blocks: list[str | Sequence[str]] = [lead(at)]
    for case in cases:
        blocks.append(_("Case %(number)s", number=case.number))
        for name, facts in case.groups:
            blocks += [name, [f"{term}: {text}" for term, text in facts]]
        blocks += [_("History"), list(_lines(case))]
        if case.looks:
            blocks += [_("When somebody looked at it"), case.looks]
    numbers = ", ".join(case.number for case in cases)
    to = Recipient([cases[0].name], Language(language()))
    return Letter(to, numbers, office_date(at), _("Copy of personal data"), blocks)


def _lines(case: CaseCopy) -> Iterator[str]:
    for line in case.history:
        yield "; ".join([f"{line.when}: {line.what}", *(f"{name}: {old} → {new}" for name, old, new in line.changes)])


def case_view(one: Copied) -> CaseCopy:
    """One case of a copy."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for table, row in one.rows:
        if table.name not in OFF_THE_PAGE:
            groups.setdefault(title(table.name), []).extend(shown(row))
    return CaseCopy(
        one.number, _name(one), [(name, facts) for name, facts in groups.items() if facts], list(_history(one)),
        [moment(at) for at in one.looks],
    )  # fmt: skip


def _history(one: Copied) -> Iterator[Told]:
    for line in one.lines:
        values: dict[str, tuple[Any, Any]] = {value.field: (value.before, value.after) for value in line.values}
        what = happened(HistoryLine(line.at, "", line.event, line.details, values))
        changes = [(label(name), said(name, before), said(name, after)) for name, (before, after) in values.items()]
        yield Told(moment(line.at), what, changes)


def _name(one: Copied) -> str:
    return next((str(row["display_name"]) for _table, row in one.rows if "display_name" in row), "")
