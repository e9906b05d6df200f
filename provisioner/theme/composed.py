"""The customers' Keycloak theme, put together where it is needed: what is the same for every brand, and the brand's."""

import json
from pathlib import Path

from provisioner.settings import branding
from provisioner.settings.branding import Branding
from provisioner.settings.shipped import PACKAGE, folder
from provisioner.theme.colours import BadBrand
from provisioner.theme.look import SOURCES, Files, Look, look_of, read, write
from provisioner.theme.patternfly import PatternFly, used_by, written_for
from provisioner.theme.stamped import plain, stamped

NAME = "account-desk"
"""What the realms call the theme."""

KINDS = ("login", "account", "email")
"""The folders of a theme, as Keycloak knows them; what else lies beside them is not for the server."""

STYLES = ("login/resources/css", "account/resources/css")
MARKS = ("login/resources/img/logo.svg", "account/resources/logo.svg", "account/resources/favicon.svg")
PROPERTIES = "account/theme.properties"


def composed(file: Path | None = None, patternfly: PatternFly | None = None) -> Files:
    """The whole theme for a branding file, the shipped one by default, and for the Keycloak that we ship with.

    Styles and scripts are named as `stamped` does.
    Raises BadBrand naming each fault; FileNotFoundError; SettingsError as `branding.load`.
    """
    file, patternfly = file or branding.shipped(), patternfly or used_by()
    brand, look = branding.load(file), look_of(file)
    theme = {
        f"{kind}/{place}": written_for(patternfly, kind, content)
        for kind in KINDS
        for place, content in read(sources() / kind).items()
    }
    whole = {
        **theme,
        **{f"{place}/{name}": content for place in STYLES for name, content in _styles(look, patternfly).items()},
        **dict.fromkeys(MARKS, look.mark),
        "email/html/style.ftl": look.mail,
        "account/resources/js/brand.js": _titles(brand),
        PROPERTIES: theme[PROPERTIES].replace(b"@title@", _plain(brand.title_pl).encode()),
    }
    return stamped(whole)


def sources() -> Path:
    """The folder with what is ours and the same for every brand."""
    return folder("keycloak-theme")


def build(file: Path, target: Path | None = None, patternfly: PatternFly | None = None) -> list[Path]:
    """Write the desk's files of a brand into this installation, or them and the whole theme into a folder of their own.

    Gives the files that changed. Raises as `composed`, before anything is written.
    """
    theme, desk = composed(file, patternfly), look_of(file).desk_files
    if target is None:
        return write(desk, PACKAGE)
    written = write(theme, target / "keycloak-theme") + write(desk, target / "provisioner")
    _forget_earlier(theme, target / "keycloak-theme")
    return written


def _forget_earlier(theme: Files, folder: Path) -> None:
    """Take away what this theme once had under the name of another content."""
    names = {plain(place) for place in theme}
    for place in read(folder).keys() - theme.keys():
        if plain(place) in names:
            (folder / place).unlink()


def _styles(look: Look, patternfly: PatternFly) -> Files:
    """What login and account pages share: tokens, their names for PatternFly, and the desk's own typeface."""
    fonts = read(PACKAGE / "web" / "static" / "fonts")
    return {
        "tokens.css": look.tokens,
        "patternfly.css": (SOURCES / f"patternfly{patternfly}.css").read_bytes(),
        **{f"fonts/{name}": content for name, content in fonts.items()},
    }


def _titles(brand: Branding) -> bytes:
    titles = {"pl": _plain(brand.title_pl), "en": _plain(brand.title_en)}
    return (
        "// The service's name in each language, from branding.toml.\n"
        f"window.deskTitles = {json.dumps(titles, ensure_ascii=False)};\n"
    ).encode()


def _plain(title: str) -> str:
    """The title as a properties file and the page around it take it."""
    if any(character in title for character in '<>&"\\\n'):
        raise BadBrand(f"title {title!r}: none of < > & quotation marks and backslashes is possible in it")
    return title
