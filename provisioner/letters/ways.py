"""By which ways a customer may answer, inside a sentence."""

from collections.abc import Sequence

from provisioner.mail.language import Language
from provisioner.settings.branding import Branding

POLISH = {
    "counter": "w naszym biurze ({office}, {hours})",
    "post": "pocztą na adres {office}",
    "email": "e-mailem na adres {email}",
}
ENGLISH = {
    "counter": "at our office ({office}, {hours})",
    "post": "by post to {office}",
    "email": "by e-mail to {email}",
}
WORDS = {
    Language.PL: (POLISH, "pocztą na adres biura", " albo "),
    Language.EN: (ENGLISH, "by post to the same address", " or "),
}
"""Each way, how the post is said behind the office, and the word before the last."""


def ways(branding: Branding, language: Language, channels: Sequence[str]) -> str:
    """`w naszym biurze (…), pocztą na adres biura albo e-mailem na adres …`."""
    words, to_the_office, joined = WORDS[language]
    if "counter" in channels:
        words = words | {"post": to_the_office}
    office = {"office": branding.office, "hours": branding.hours(language), "email": branding.email}
    told = [words[way].format(**office) for way in words if way in channels]
    return joined.join(filter(None, (", ".join(told[:-1]), told[-1])))
