"""What every face of the product has: the staff's desk today, pages for the internet beside it later.

A face knows no staff, session or sign-in; whoever builds one adds what belongs to it alone, as `web.app` does for the
desk. An import contract keeps it so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from provisioner.web import desk, errors
from provisioner.web.frame import probes, request_log
from provisioner.web.gate import headers, origin
from provisioner.web.words import language, translate
from provisioner.web.words.language import Choice

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Home:
    """Where an error page leads back to, and what its button says."""

    endpoint: str
    text: object


@dataclass(frozen=True)
class Face:
    """What tells one face from another.

    `address` is where people reach it, `name` ends the title of each page, `language` tells what the current request
    asks for, `forms_lead_to` are other origins a form may end at, `further_names` are hosts under which machines reach
    it, `advice` is for errors it can explain better, `typed` picks out what people have typed. `referrer` is what
    browsers tell about the pages' addresses: where these hold a secret, `no-referrer`. `longest` is how many bytes a
    request may bring.
    """

    address: str
    name: object
    home: Home
    language: Choice
    forms_lead_to: tuple[str, ...] = ()
    further_names: tuple[str, ...] = ()
    referrer: str = "same-origin"
    advice: Mapping[int, errors.Advice] = field(default_factory=dict)
    typed: errors.Typed = errors.nothing
    longest: int = MEGABYTE


def build(face: Face, parts: desk.Desk) -> Flask:
    """An application with all that every face has; its pages join afterwards."""
    app = errors.CarefulFlask("provisioner.web")
    _configure(app, face)
    _trust_proxies(app, parts.settings.proxies)
    desk.install(app, parts)
    request_log.install(app)
    headers.install(app, face.forms_lead_to, face.referrer)
    origin.install(app, face.address, nameless=face.referrer == "no-referrer")
    language.install(app, face.language)
    translate.install(app)
    errors.install(app, face.advice, face.typed)
    app.context_processor(lambda: {"face": face, "branding": parts.branding, "training": parts.settings.training})
    probes.install(app, parts.database)
    return app


def _configure(app: Flask, face: Face) -> None:
    app.config.update(
        DEBUG=False,  # Whatever the environment says: with it a failure would not end on our page.
        TRUSTED_HOSTS=[str(urlsplit(face.address).hostname), *face.further_names],
        MAX_CONTENT_LENGTH=face.longest,
        MAX_FORM_MEMORY_SIZE=face.longest,
        MAX_FORM_PARTS=200,
        PROVIDE_AUTOMATIC_OPTIONS=False,
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def _trust_proxies(app: Flask, count: int) -> None:
    if count:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
