"""How a mail would be sent with the words typed; its HTML part is a page of its own, as mail programs show it."""

import base64
import hashlib
import re
from collections.abc import Sequence

from flask import Response, request

from provisioner import wording
from provisioner.mail.language import Language
from provisioner.mail.wording import Text
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.gate.access import needs
from provisioner.web.pages.texts.blueprint import blueprint
from provisioner.web.pages.texts.page import known, text_page
from provisioner.web.pages.texts.typed import Typed, read
from provisioner.web.pages.texts.view import Shown, shown

STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


@blueprint.post("/texts/<name>/html/<any(pl,en):language>")
@needs(Action.EDIT_SETTINGS)
def html(name: str, language: str) -> Response | tuple[str, int]:
    """The HTML part alone: nothing of it runs, loads or leads on, its own style is the one thing allowed."""
    text = known(name)
    typed = read(text, request.form.to_dict())
    if typed.errors:
        return text_page(text, typed), 400
    (one,) = (one for one in looked_at(text, typed) if one.language == Language(language))
    return Response(one.mail.html, headers={"Content-Security-Policy": _policy(one.mail.html)})


def looked_at(text: Text, typed: Typed) -> Sequence[Shown]:
    """The mail in both languages, with what was typed."""
    parts = desk()
    with parts.database.reading() as db:
        standing = wording.in_force(db)
    return shown(text.name, typed.words, standing, parts.branding)


def _policy(page: str) -> str:
    styles = (base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() for style in STYLE.findall(page))
    allowed = " ".join(f"'sha256-{one}'" for one in styles)
    return f"sandbox; default-src 'none'; style-src {allowed}"
