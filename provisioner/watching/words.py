"""An alarm in words: one sentence each, in Polish and English, with the value as people say it."""

from functools import cache
from pathlib import Path

from provisioner.mail.language import Language
from provisioner.settings.files import toml_object
from provisioner.watching.alarms import Concern
from provisioner.watching.gauges import Unit

FOLDER = Path(__file__).resolve().parent / "texts"
DAY, HOUR, MINUTE = 86_400, 3_600, 60


@cache
def sentences(language: Language) -> dict[str, str]:
    """The sentence of each alarm by its name; `{of}` and `{value}` stand for what was read."""
    return toml_object(FOLDER / f"{language}.toml")


def said(concern: Concern, language: Language) -> str:
    """What is not well."""
    reading = concern.reading
    sentence = sentences(language)[concern.alarm.name]
    return sentence.replace("{of}", reading.of).replace("{value}", amount(reading.value, reading.gauge.unit))


def amount(value: float, unit: Unit) -> str:
    """`3`, `2 h`, `512 MB`; the same in both languages."""
    if unit is Unit.BYTES:
        return f"{value / 1_000_000:.0f} MB"
    if unit is not Unit.SECONDS:
        return f"{value:.0f}"
    size, name = next(
        ((size, name) for size, name in ((DAY, "d"), (HOUR, "h"), (MINUTE, "min")) if abs(value) >= 2 * size), (1, "s")
    )
    return f"{value / size:.0f} {name}"
