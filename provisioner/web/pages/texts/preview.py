"""How a mail or letter would leave with the words typed: a mail as mail programs show it, a letter as PDF."""

import base64
import hashlib
import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from flask import Response, abort, request

from provisioner import wording
from provisioner.letters import NotPrintable
from provisioner.letters.catalog import SAMPLES as LETTER_SAMPLES
from provisioner.mail.catalog import SAMPLES as MAIL_SAMPLES
from provisioner.mail.language import Language
from provisioner.mail.wording import Text, Wording
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.gate.access import needs
from provisioner.web.pages.texts.blueprint import blueprint
from provisioner.web.pages.texts.page import known, text_page
from provisioner.web.pages.texts.typed import Typed, read
from provisioner.web.pages.texts.view import Shown, shown
from provisioner.web.words.database import Said
from provisioner.web.words.sheets import sheet
from provisioner.web.words.translate import _

Answer = Response | tuple[str, int]
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


@blueprint.post("/texts/<name>/html/<any(pl,en):language>")
@needs(Action.EDIT_SETTINGS)
def html(name: str, language: str) -> Answer:
    """The HTML part of a mail alone: nothing of it runs, loads or leads on, its own style is the one thing allowed."""
    text = _one_of(MAIL_SAMPLES, name)
    typed = read(text, request.form.to_dict())
    if typed.errors:
        return text_page(text, typed), 400
    mail = MAIL_SAMPLES[name](Language(language), desk().branding, _tried(text, typed))
    return Response(mail.html, headers={"Content-Security-Policy": _policy(mail.html)})


@blueprint.post("/texts/<name>/pdf/<any(pl,en):language>")
@needs(Action.EDIT_SETTINGS)
def pdf(name: str, language: str) -> Answer:
    """A letter as it would be printed."""
    text = _one_of(LETTER_SAMPLES, name)
    typed = read(text, request.form.to_dict())
    if typed.errors:
        return text_page(text, typed), 400
    try:
        letter = LETTER_SAMPLES[name](Language(language), desk().branding, _tried(text, typed))
        return sheet(desk().press.pdf(letter), f"{name}-{language}")
    except NotPrintable:
        return text_page(text, typed, trouble=unprintable()), 409


def looked_at(text: Text, typed: Typed) -> Sequence[Shown]:
    """How it would leave in both languages, with what was typed. Raises NotPrintable of a letter."""
    parts = desk()
    words = _tried(text, typed)
    for language in Language if text.name in LETTER_SAMPLES else ():
        parts.press.pdf(LETTER_SAMPLES[text.name](language, parts.branding, words))
    return shown(text.name, words, parts.branding)


def unprintable() -> Said:
    """What is said of a letter that cannot be set."""
    return _("Nothing is saved: this letter cannot be printed"), _(
        "One of its parts holds a character that our fonts do not have. Type it otherwise."
    )


def _tried(text: Text, typed: Typed) -> Wording:
    with desk().database.reading() as db:
        standing = wording.in_force(db)
    return replace(standing, own={**standing.own, text.name: typed.words})


def _one_of(samples: Collection[str], name: str) -> Text:
    return known(name) if name in samples else abort(404)


def _policy(page: str) -> str:
    styles = (base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() for style in STYLE.findall(page))
    allowed = " ".join(f"'sha256-{one}'" for one in styles)
    return f"sandbox; default-src 'none'; style-src {allowed}"
