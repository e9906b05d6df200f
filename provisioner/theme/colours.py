"""The colours of tokens.css with a brand's own over them, and whether they can be read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

DARK = "@media (prefers-color-scheme: dark)"
PRINT = "@media print"
TOKEN = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")
TEXT, BORDER = 4.5, 3.0
"""WCAG 2.2, 1.4.3 and 1.4.11: the smallest contrast of text, and of the border of a field."""

STATES = ("overdue", "today", "soon", "later", "done", "attention")
PAIRS = (
    *((name, ground, TEXT) for name in ("ink", "muted", "brand") for ground in ("paper", "ground")),
    *((name, "brand-soft", TEXT) for name in ("ink", "brand", "done")),
    *(("on-brand", name, TEXT) for name in ("brand", "brand-strong")),
    *((name, f"{name}-ground", TEXT) for name in STATES),
    ("brand-strong", "paper", TEXT),
    ("overdue", "paper", TEXT),
    ("control", "paper", BORDER),
)
"""What stands on what, with the smallest contrast."""

Palette = Mapping[str, str]


class BadBrand(Exception):
    """The branding file names colours, a logo or texts that cannot be used; one line for each fault."""


@dataclass(frozen=True)
class Colours:
    """The colours of both schemes by their names in tokens.css."""

    light: Palette
    dark: Palette

    def faults(self) -> list[str]:
        """One line for each pair that is too faint to read."""
        return [
            f"{scheme}: {name} {palette[name]} on {ground} {palette[ground]} has {contrast:.1f} : 1, less than {least}"
            for scheme, palette in (("light", self.light), ("dark", self.dark))
            for name, ground, least in PAIRS
            if (contrast := contrast_of(palette[name], palette[ground])) < least
        ]


def contrast_of(one: str, other: str) -> float:
    """The contrast of two colours `#rrggbb`, 1 to 21, as WCAG 2.2 defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def with_overrides(tokens: str, overrides: Mapping[str, Palette]) -> str:
    """The text of tokens.css with a brand's colours in its light and its dark part; print stays black on white.

    Raises BadBrand for a scheme or a name that tokens.css does not have, or a value that is not `#rrggbb`.
    """
    light, dark, rest = _parts(tokens)
    known = {"light": dict(TOKEN.findall(light)), "dark": dict(TOKEN.findall(dark))}
    given = [(scheme, name, value) for scheme, palette in overrides.items() for name, value in palette.items()]
    faults = [f"colours.{scheme}.{name}: unknown" for scheme, name, _ in given if name not in known.get(scheme, {})]
    faults += [
        f"colours.{scheme}.{name} = {value!r}: a colour like #0a5a78 is expected"
        for scheme, name, value in given
        if not TOKEN.fullmatch(f"--{name}: {value};")
    ]
    if faults:
        raise BadBrand("\n".join(faults))
    return _replaced(light, overrides.get("light", {})) + _replaced(dark, overrides.get("dark", {})) + rest


def colours_of(tokens: str) -> Colours:
    """The colours a tokens.css gives; the dark scheme keeps those of the light one that it does not change."""
    light, dark, _ = _parts(tokens)
    day = dict(TOKEN.findall(light))
    return Colours(day, day | dict(TOKEN.findall(dark)))


def resolved(style: str, colours: Colours) -> str:
    """A stylesheet whose `var(--name)` became colours: the dark ones from its dark part on."""
    day, mark, night = style.partition(DARK)
    return _filled(day, colours.light) + mark + _filled(night, colours.dark)


def _filled(style: str, palette: Palette) -> str:
    return re.sub(r"var\(--([\w-]+)\)", lambda found: palette[found[1]], style)


def _replaced(part: str, palette: Palette) -> str:
    return TOKEN.sub(lambda found: f"--{found[1]}: {palette.get(found[1], found[2])};", part)


def _parts(tokens: str) -> tuple[str, str, str]:
    day, dark, rest = tokens.partition(DARK)
    night, print_mark, paper = rest.partition(PRINT)
    return day, dark + night, print_mark + paper


def _luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
