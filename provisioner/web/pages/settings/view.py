"""What the pages of the settings show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from provisioner import administration, office
from provisioner.administration import Change
from provisioner.administration.effects import GROUNDS
from provisioner.office import OfficeRules
from provisioner.office.declared import declared
from provisioner.web.words.dates import moment
from provisioner.web.words.office.journal import actor_word
from provisioner.web.words.office.rules import BY_NAME, TOPICS
from provisioner.web.words.office.settings import bounds, label, said
from provisioner.web.words.paper.grounds import differences
from provisioner.web.words.translate import _

LATEST = 10


@dataclass(frozen=True)
class RuleLine:
    """One setting: its value in force, its default, whether they differ, and who gave it when."""

    name: str
    label: str
    why: str
    in_force: str
    default: str
    own: bool
    changed: str


@dataclass(frozen=True)
class TopicView:
    """Settings that are read together."""

    key: str
    title: str
    lines: Sequence[RuleLine]


@dataclass(frozen=True)
class ChangeLine:
    """One change of the past."""

    when: str
    who: str
    before: str
    after: str
    more: str


@dataclass(frozen=True)
class OneRule:
    """One setting with its history; `seen` is what a form sends back of the value it was made from."""

    line: RuleLine
    bounds: str
    changes: Sequence[ChangeLine]
    seen: str


def topics(db: Session) -> list[TopicView]:
    """All settings in the order of their page."""
    rules, changes = office.rules(db), administration.newest(db)
    return [
        TopicView(topic.key, str(topic.title), [_line(name, rules, changes) for name in topic.rules])
        for topic in TOPICS
    ]  # fmt: skip


def one_rule(db: Session, name: str) -> OneRule:
    """One setting as it stands."""
    rules, changes = office.rules(db), administration.latest(db, name, LATEST)
    return OneRule(
        _line(name, rules, {name: changes[0]} if changes else {}),
        bounds(declared(OfficeRules, name), BY_NAME[name].unit),
        [_change(one) for one in changes],
        office.mark(office.plain(rules, name)),
    )


def by_whom(change: Change) -> str:
    """Who changed a setting and when."""
    return f"{actor_word(change.actor, change.who)}, {moment(change.at)}"


def _line(name: str, rules: OfficeRules, changes: Mapping[str, Change]) -> RuleLine:
    value, default = office.plain(rules, name), office.plain(OfficeRules(), name)
    return RuleLine(
        name,
        label(name),
        str(BY_NAME[name].why),
        said(name, value),
        said(name, default),
        value != default,
        by_whom(changes[name]) if name in changes else _unknown(own=value != default),
    )


def _unknown(*, own: bool) -> str:
    """What is said where the journal has no change: a value that differs came past it."""
    return _("not known to the journal") if own else _("never changed")


def _change(one: Change) -> ChangeLine:
    before, after = said(one.name, one.before), said(one.name, one.after)
    more = differences(one.before or (), one.after or ()) if one.name == GROUNDS else ()
    return ChangeLine(moment(one.at), actor_word(one.actor, one.who), before, after, "; ".join(more))
