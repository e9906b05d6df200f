"""One decision as a form: what is chosen and typed for it, and what stopped the last attempt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from provisioner.web.words.choices import Option


@dataclass(frozen=True)
class Trouble:
    """Why the last attempt at a decision changed nothing; what was typed comes back with it.

    `text` is what is wrong at `control`, where it is about one; `more` are further controls with what is wrong there.
    """

    title: str = ""
    text: str = ""
    control: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    more: Sequence[tuple[str, str]] = ()

    @property
    def links(self) -> Sequence[tuple[str, str]]:
        """Each control with what is wrong there."""
        return [(self.control, self.text), *self.more] if self.control else []

    def at(self, control: str) -> str:
        """What is wrong at a control, if anything."""
        return dict(self.links).get(control, "")


@dataclass(frozen=True)
class Choice:
    """A list to choose from before the reason is typed: its name, what was chosen and what is wrong with that."""

    name: str
    label: str
    options: Sequence[Option]
    wrong: str = ""


@dataclass(frozen=True)
class Line:
    """A text of one line, or a tick, before the reason; what was typed and what is wrong with that."""

    name: str
    label: str
    hint: str = ""
    size: str = ""
    tick: bool = False
    typed: str = ""
    wrong: str = ""


@dataclass(frozen=True)
class DecisionForm:
    """A decision with its reason: the field's name, what was typed into it and what is wrong with that."""

    endpoint: str
    title: str
    button: str
    name: str
    label: str
    hint: str
    typed: str = ""
    wrong: str = ""
    choice: Choice | None = None
    lines: Sequence[Line] = ()
    key: str = ""
    """The key that opens it."""
    subject: str = "application_id"
    """What the address calls the case."""

    @property
    def begun(self) -> bool:
        """Whether something was typed already, or is wrong."""
        lines = any(line.typed or line.wrong for line in self.lines)
        return bool(self.typed or self.wrong or lines or (self.choice and self.choice.wrong))

    @property
    def names(self) -> Sequence[str]:
        """The fields in which something is typed."""
        return [self.name, *(line.name for line in self.lines)]


def with_trouble(trouble: Trouble, form: DecisionForm) -> DecisionForm:
    """The form with what was typed into it before and what is wrong with that."""
    choice = replace(form.choice, wrong=trouble.at(form.choice.name)) if form.choice else None
    lines = [
        replace(line, typed=trouble.typed.get(line.name, line.typed), wrong=trouble.at(line.name))
        for line in form.lines
    ]
    typed, wrong = trouble.typed.get(form.name, form.typed), trouble.at(form.name)
    return replace(form, typed=typed, wrong=wrong, choice=choice, lines=lines)
