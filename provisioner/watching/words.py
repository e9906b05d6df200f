"""An alarm in words: one sentence each, in Polish and English, with the value as people say it."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from provisioner.mail.language import Language
from provisioner.settings import PREFIX
from provisioner.settings.files import toml_object
from provisioner.watching.alarms import DAY, HOUR, MINUTE, Concern
from provisioner.watching.gauges import CERTIFICATE, SECRET, Reading, Unit

FOLDER = Path(__file__).resolve().parent / "texts"
OVER: Mapping[Language, str] = {
    Language.PL: "Certyfikat serwera ({of}) wygasł {value} temu.",
    Language.EN: "The certificate of a server ({of}) ended {value} ago.",
}
"""In place of how long it is good."""


@cache
def sentences(language: Language) -> dict[str, str]:
    """The sentence of each alarm by its name; `{of}` and `{value}` stand for what was read."""
    return toml_object(FOLDER / f"{language}.toml")


@cache
def words(language: Language) -> dict[str, str]:
    """What people call what a label tells apart."""
    return toml_object(FOLDER / f"{language}.words.toml")


def said(concern: Concern, language: Language) -> str:
    """What is not well."""
    reading = concern.reading
    over = reading.gauge is CERTIFICATE and reading.value < 0
    sentence = OVER[language] if over else sentences(language)[concern.alarm.name]
    value = amount(abs(reading.value), reading.gauge.unit)
    return sentence.replace("{of}", called(reading, language)).replace("{value}", value)


def called(reading: Reading, language: Language) -> str:
    """What the reading is of: a word of the office, of a secret the name of its setting."""
    if reading.gauge is SECRET:
        return f"{PREFIX}{reading.of.upper()}"
    return words(language).get(reading.of, reading.of)


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
