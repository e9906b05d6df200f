"""What the journal's page and files show of each line."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from provisioner.audit.lines import Line
from provisioner.journal.events import Event
from provisioner.office.time import OFFICE_TIME
from provisioner.sheets import Row as SheetRow
from provisioner.web.pages.journal.asked import Asked
from provisioner.web.words.choices import Option
from provisioner.web.words.dates import moment
from provisioner.web.words.history import EVENTS, happened
from provisioner.web.words.office.journal import KINDS, PARTS, actor_word, kind_word
from provisioner.web.words.office.rules import BY_NAME as SETTINGS
from provisioner.web.words.office.settings import label as rule_label
from provisioner.web.words.office.settings import said as value_said
from provisioner.web.words.office.texts import reworded
from provisioner.web.words.paper.changes import said
from provisioner.web.words.paper.fields import label
from provisioner.web.words.translate import _


@dataclass(frozen=True)
class Change:
    """What one field said before and after."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Row:
    """One line; `case_id` leads to the case where it is about one."""

    seq: int
    when: str
    who: str
    what: str
    kind: str
    about: str
    case_id: UUID | None
    changes: Sequence[Change]


@dataclass(frozen=True)
class Choices:
    """The lines to choose from in each list of the filters."""

    who: Sequence[Option]
    what: Sequence[Option]
    kind: Sequence[Option]
    setting: Sequence[Option]


def rows(lines: Iterable[Line]) -> list[Row]:
    """A row for each line."""
    return [_row(line) for line in lines]


def _row(line: Line) -> Row:
    return Row(
        seq=line.seq,
        when=moment(line.happened.at),
        who=actor_word(line.actor, line.happened.who),
        what=happened(line.happened),
        kind=kind_word(line.kind),
        about=line.case.number if line.case else line.about,
        case_id=line.case.id if line.case else None,
        changes=list(_changes(line)),
    )


def _changes(line: Line) -> Iterator[Change]:
    details = line.happened.details
    if line.happened.event is Event.SETTING_CHANGED and "after" in details:
        name = line.about
        yield Change(rule_label(name), value_said(name, details.get("before")), value_said(name, details["after"]))
    if line.happened.event is Event.TEXT_REWORDED:
        for part, before, after in reworded(details.get("before", {}), details.get("after", {})):
            yield Change(part, before, after)
    for name, (before, after) in line.happened.values.items():
        yield Change(label(name), said(name, before), said(name, after))


def choices(asked: Asked, people: Mapping[UUID, str]) -> Choices:
    """All there is to choose from, with what was chosen."""
    actors = {part: str(words) for part, words in PARTS.items()}
    who = actors | {str(staff_id): name for staff_id, name in people.items()}
    what = _by_words((event.value, str(text)) for event, text in EVENTS.items())
    settings = _by_words((name, rule_label(name)) for name in SETTINGS)
    return Choices(
        who=_options(who.items(), asked.typed["who"]),
        what=_options(what, asked.typed["what"]),
        kind=_options([(name, kind_word(name)) for name in KINDS], asked.typed["kind"]),
        setting=_options(settings, asked.typed["setting"]),
    )


def _by_words(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(pairs, key=lambda pair: pair[1].casefold())


def _options(pairs: Iterable[tuple[str, str]], now: str) -> list[Option]:
    return [Option(value, text, value == now) for value, text in pairs]


def headings() -> SheetRow:
    """The first row of a file."""
    return [
        _("Line"), _("When"), _("Who"), _("What happened"), _("Event"), _("About"), _("Number or name"),
        _("Field"), _("Before"), _("After"), _("Details"),
    ]  # fmt: skip


def sheet_rows(lines: Iterable[Line]) -> Iterator[SheetRow]:
    """A row for each changed field of each line, and one for a line that changed none."""
    for line in lines:
        row = _row(line)
        at = line.happened.at.astimezone(OFFICE_TIME).isoformat(" ", "seconds")
        start = [str(row.seq), at, row.who, row.what, str(line.happened.event), row.kind, row.about]
        details = "; ".join(f"{name}: {value}" for name, value in sorted(line.happened.details.items()))
        for change in row.changes or [Change("", "", "")]:
            yield [*start, change.field, change.before, change.after, details]
