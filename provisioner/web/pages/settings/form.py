"""A control for a declared field: what it offers and holds, and reading back what was typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from provisioner.entry.texts import visible
from provisioner.office.declared import Declared, Kind
from provisioner.web.words.choices import Option
from provisioner.web.words.office.settings import choice_word
from provisioner.web.words.translate import _

Typed = Mapping[str, str]
LONGEST = 400
YES, NO = "yes", "no"
PICKED = (Kind.YES_NO, Kind.ONE_OF, Kind.SOME_OF)


@dataclass(frozen=True)
class Control:
    """One field of a form: a line of text, or `options` of which one is chosen, or `several`."""

    name: str
    label: str
    hint: str
    error: str
    typed: str
    options: Sequence[Option]
    several: bool
    wide: bool

    @property
    def target(self) -> str:
        """The id of what the summary of errors leads to."""
        return f"{self.name}-0" if self.options else self.name


def control(one: Declared, label: str, hint: str, typed: Typed, error: str = "") -> Control:
    """The control for a field, holding what was typed."""
    return Control(
        name=one.name,
        label=label,
        hint=hint,
        error=error,
        typed="" if one.kind in PICKED else typed.get(one.name, ""),
        options=[Option(value, text, _chosen(one, value, typed)) for value, text in _offered(one)],
        several=one.kind is Kind.SOME_OF,
        wide=one.kind is Kind.TEXT,
    )


def _offered(one: Declared) -> list[tuple[str, str]]:
    if one.kind is Kind.YES_NO:
        return [(YES, _("yes")), (NO, _("no"))]
    return [(value, choice_word(one.name, value)) for value in one.choices]


def _chosen(one: Declared, value: str, typed: Typed) -> bool:
    if one.kind is Kind.SOME_OF:
        return typed.get(_box(one, value)) == YES
    return typed.get(one.name) == value


def _box(one: Declared, choice: str) -> str:
    """The name of the box for one of several choices: the desk takes no name twice in a form."""
    return f"{one.name}-{choice}"


def read(one: Declared, typed: Typed) -> Any:
    """What was typed as the model takes it; whether it fits is the model's to say."""
    if one.kind is Kind.SOME_OF:
        return [choice for choice in one.choices if typed.get(_box(one, choice)) == YES]
    text = " ".join(visible(typed.get(one.name, ""))[:LONGEST].split())
    if one.kind is Kind.YES_NO:
        return {YES: True, NO: False}.get(text, text)
    return None if one.optional and not text else text


def as_typed(one: Declared, value: Any) -> Typed:
    """A value as it stands in its control."""
    if one.kind is Kind.YES_NO:
        return {one.name: YES if value else NO}
    if one.kind is Kind.SOME_OF:
        return {_box(one, choice): YES for choice in value}
    return {one.name: "" if value is None else str(value)}
