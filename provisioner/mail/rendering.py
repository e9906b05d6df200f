"""Templates to a ready mail: text and HTML say the same, in the customer's language and the utility's look."""

from collections.abc import Mapping
from typing import Any, Protocol

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from provisioner.mail.language import Language
from provisioner.outside.ports import Mail
from provisioner.settings.branding import Branding

_templates = Environment(
    loader=PackageLoader("provisioner.mail"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
MASK = "••••"
"""Stands for a secret in the text of a mail that is kept."""


class Told(Protocol):
    """What every mail knows of its reader."""

    @property
    def to(self) -> str: ...  # noqa: D102

    @property
    def language(self) -> Language: ...  # noqa: D102


def rendered(
    template: str,
    subject: str,
    told: Told,
    branding: Branding,
    *,
    wording: str = "",
    kept: Mapping[str, Any] | None = None,
    **more: Any,
) -> Mail:
    """The mail made of `template.txt` and `template.html`; `more` are values for them beside `told`.

    `kept` are those values that hold a mark in the text that stays, where the mail holds a secret; without them nothing
    of the mail stays. What is told of an account has `not_me`, the address at which its reader says that it was
    somebody else.
    """
    not_me = getattr(told, "not_me", "")
    values: Mapping[str, Any] = {
        "told": told,
        "brand": branding,
        "hours": branding.hours(told.language),
        "subject": subject,
        "not_me": not_me,
        **more,
    }
    text, html = (_templates.get_template(f"{template}.{kind}").render(values) for kind in ("txt", "html"))
    stays = ""
    if kept is not None:
        stays = _templates.get_template(f"{template}.txt").render({**values, "not_me": not_me and MASK, **kept})
    return Mail(
        to=told.to, subject=subject, text=text, html=html, language=told.language, wording=wording, kept=stays
    )  # fmt: skip
