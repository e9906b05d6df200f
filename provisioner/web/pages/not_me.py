"""The page behind "it wasn't me" in every account mail, for whoever reads the mailbox. Opening it changes nothing."""

import structlog
from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from provisioner.accounts import not_me
from provisioner.accounts.not_me.links import PATH, TOKEN
from provisioner.web.desk import desk
from provisioner.web.gate.pace import slow_down
from provisioner.web.gate.public import public
from provisioner.web.words.language import OTHERS, language

blueprint = Blueprint("not_me", __name__)
log = structlog.get_logger()
slow_down(blueprint)


@blueprint.get(PATH)
@public
def ask() -> tuple[str, int]:
    """What the link can do, and the button for it; the same page for every link that can do nothing."""
    token = request.args.get(TOKEN, "")
    with desk().database.reading() as db:
        found = not_me.offer(db, token, at=desk().clock())
    if found is None:
        return _gone()
    return _page("ask", token=token, blocks=found.blocks), 200


@blueprint.post(PATH)
@public
def send() -> Response | tuple[str, int]:
    """Use the link. What authorises is the token in the form: there is no cookie that another page could abuse."""
    parts = desk()
    with parts.database.transaction() as db:
        done = _report(db)
    if not done:
        return _gone()
    log.info("not me reported")
    return redirect(url_for("not_me.told", lang=language()), 303)


def _report(db: Session) -> bool:
    return not_me.report(db, request.form.get(TOKEN, ""), at=desk().clock())


@blueprint.get(f"{PATH}/told")
@public
def told() -> str:
    """What happens next; it tells nothing about any account."""
    return _page("told")


def _gone() -> tuple[str, int]:
    return _page("gone"), 404


def _page(name: str, *, token: str = "", blocks: bool = False) -> str:
    code, spoken = OTHERS[language()]
    view = "not_me.told" if name == "told" else "not_me.ask"
    other = url_for(view, t=token or None, lang=code)
    return render_template(f"not_me/{name}.html", token=token, blocks=blocks, other=other, code=code, spoken=spoken)
