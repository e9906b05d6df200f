"""Values of the office's settings in words, and what is wrong with one that was typed."""

from collections.abc import Mapping, Sequence
from typing import Any

from provisioner.office import OfficeRules
from provisioner.office.declared import Declared, Kind, declared
from provisioner.office.grounds import Entitled
from provisioner.web.words.office.rules import BY_NAME, Unit
from provisioner.web.words.terms import WORDS
from provisioner.web.words.translate import _, _l, ngettext

CHOICES: Mapping[str, Any] = {
    "next_working_day": _l("from the next working day"),
    "same_day": _l("from that very day"),
    "restart": _l("anew from the day of completion"),
    "run_on": _l("on from the day of receipt"),
    "as_it_falls": _l("on that day, as it falls"),
    "name": _l("name of the customer"),
    "customer_number": _l("customer number"),
    "counter": _l("at the counter"),
    "post": _l("by post"),
    "email": _l("by e-mail"),
    **{one.value: text for one, text in WORDS[Entitled].items()},
}
"""The words for whatever a list of choices offers."""
SPECIFIC: Mapping[tuple[str, str], Any] = {
    ("request_term_end", "next_working_day"): _l("on the next working day"),
}
"""Where the same choice of two settings needs other words."""


def choice_word(name: str, choice: str) -> str:
    """The office's word for one choice of a setting; the choice itself where this version does not know it."""
    return str(SPECIFIC.get((name, choice)) or CHOICES.get(choice, choice))


def label(name: str) -> str:
    """What a setting is called; its own name where this version does not know it."""
    return str(BY_NAME[name].label) if name in BY_NAME else name


def said(name: str, value: Any) -> str:
    """A value of a setting as staff read it, as it is kept; what this version does not know stays as it is."""
    if value is None:
        return "–"
    kind = declared(OfficeRules, name).kind if name in BY_NAME else None
    if value == "":
        return _("none")
    if kind is Kind.YES_NO:
        return _("yes") if value else _("no")
    if kind is Kind.NUMBER and isinstance(value, int):
        return counted(value, BY_NAME[name].unit)
    if kind is Kind.ROWS and isinstance(value, list):
        return ngettext("%(num)d ground", "%(num)d grounds", len(value))
    if kind is Kind.SOME_OF and isinstance(value, list):
        return ", ".join(choice_word(name, str(one)) for one in value) or _("none")
    return choice_word(name, value) if kind is Kind.ONE_OF and isinstance(value, str) else str(value)


def counted(number: int, unit: Unit | None) -> str:
    """A number with what it counts."""
    if unit is Unit.WORKING_DAY:
        return ngettext("%(num)d working day", "%(num)d working days", number)
    if unit is Unit.DAY:
        return ngettext("%(num)d day", "%(num)d days", number)
    if unit is Unit.HOUR:
        return ngettext("%(num)d hour", "%(num)d hours", number)
    if unit is Unit.MONTH:
        return ngettext("%(num)d month", "%(num)d months", number)
    if unit is Unit.SECOND:
        return ngettext("%(num)d second", "%(num)d seconds", number)
    if unit is Unit.PASSWORD:
        return ngettext("%(num)d password", "%(num)d passwords", number)
    if unit is Unit.MEGABYTE:
        return _("%(num)d MB", num=number)
    if unit is Unit.PAGE:
        return ngettext("%(num)d page", "%(num)d pages", number)
    if unit is Unit.SCAN:
        return ngettext("%(num)d scan", "%(num)d scans", number)
    return ngettext("%(num)d row", "%(num)d rows", number)


def bounds(one: Declared, unit: Unit | None) -> str:
    """What may be typed or chosen; nothing to say where the choices say it."""
    if one.kind is Kind.NUMBER and one.least is not None and one.most is not None:
        return _("from %(least)s to %(most)s", least=one.least, most=counted(one.most, unit))
    if one.kind is Kind.SOME_OF:
        return _("one at least") if one.least else _("none, one or more")
    return ""


def wrong(one: Declared, code: str) -> str:
    """What is wrong with a value, by the model's own code; a sentence that says what to do."""
    if code in CODES:
        return str(CODES[code])
    if one.kind is Kind.NUMBER:
        return _("Write a whole number from %(least)s to %(most)s", least=one.least, most=one.most)
    if one.kind is Kind.TEXT:
        return _("Write at most %(most)s characters", most=one.most)
    return _("Choose one of the answers") if one.kind in ONE else _("Choose at least one of these")


ONE: Sequence[Kind] = (Kind.YES_NO, Kind.ONE_OF)
CODES: Mapping[str, Any] = {
    "mailbox": _l("Write one e-mail address, as biuro@example.com, or leave the field empty"),
    "clock": _l("Write an hour, as 15:30, or leave the field empty"),
    "branches": _l("Write at most 12 names of 60 characters each, apart by commas"),
    "reversed": _l("The earliest working day must not lie after the last one"),
    "same_code": _l("Another ground has this code: choose another"),
    "string_pattern_mismatch": _l("Write up to 32 small letters a–z or underscores, beginning with a letter"),
    "string_too_short": _l("Fill in this field"),
    "unreadable": _l("Some characters cannot be read: type this text by hand instead of pasting it"),
}
