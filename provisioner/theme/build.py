"""`provisioner theme build`: every file of the desk, the theme and the mails that carries the brand."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from provisioner.settings import branding
from provisioner.settings.branding import Branding
from provisioner.settings.shipped import PACKAGE, folder
from provisioner.theme.colours import BadBrand, colours_of, resolved, with_overrides

SOURCES = PACKAGE / "theme"
LOGOS = ("login/resources/img/logo.svg", "account/resources/logo.svg", "account/resources/favicon.svg")


@dataclass(frozen=True)
class Places:
    """Where the theme and the desk's package lie."""

    theme: Path
    package: Path

    @classmethod
    def installed(cls) -> "Places":
        """This installation's own."""
        return cls(folder("keycloak-theme"), PACKAGE)

    @classmethod
    def under(cls, target: Path) -> "Places":
        """A folder of its own, in the order of the repository."""
        return cls(target / "keycloak-theme", target / "provisioner")


def build(file: Path | None = None, target: Path | None = None) -> list[Path]:
    """Write the brand of a branding file, the shipped one by default; gives the files that changed.

    With a target the whole theme goes there and nothing else is touched.
    Raises BadBrand naming each fault, before anything is written; FileNotFoundError; TypeError as `branding.load`.
    """
    places = Places.under(target) if target else Places.installed()
    contents = branded(file or folder("realm-config") / "branding.toml", places)
    if target:
        _copy_the_rest(places.theme, contents)
    changed = [path for path, text in contents.items() if not path.is_file() or path.read_text("utf-8") != text]
    for path in changed:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(contents[path], encoding="utf-8")
    return changed


def branded(file: Path, places: Places) -> dict[Path, str]:
    """Each file that carries the brand, with what belongs into it; nothing is written. Raises as `build`."""
    brand = branding.load(file)
    tokens = with_overrides(_source("tokens.css"), brand.colours)
    colours = colours_of(tokens)
    if faults := colours.faults():
        raise BadBrand("\n".join(faults))
    logo = _logo(file.parent / brand.logo)
    mail = resolved(_source("mail.css"), colours)
    theme, package = places.theme, places.package
    return {
        package / "web/static/tokens.css": tokens,
        package / "web/static/mark.svg": logo,
        package / "mail/templates/style.css": mail,
        theme / "login/resources/css/tokens.css": tokens,
        theme / "account/resources/css/tokens.css": tokens,
        theme / "account/theme.properties": _source("account.properties").replace("@title@", _plain(brand.title_pl)),
        theme / "account/resources/js/brand.js": _titles(brand),
        theme / "email/html/style.ftl": mail,
        **{theme / name: logo for name in LOGOS},
    }


def _copy_the_rest(target: Path, contents: Mapping[Path, str]) -> None:
    """Everything of the theme that is the same for every brand."""
    theme = folder("keycloak-theme")
    for file in theme.rglob("*"):
        place = target / file.relative_to(theme)
        if file.is_file() and place not in contents:
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, place)


def _logo(file: Path) -> str:
    logo = file.read_text(encoding="utf-8")
    if "<svg" not in logo or "viewBox" not in logo or "<script" in logo:
        raise BadBrand(f"{file.name}: an SVG picture with a viewBox and without scripts is expected")
    return logo


def _titles(brand: Branding) -> str:
    titles = {"pl": _plain(brand.title_pl), "en": _plain(brand.title_en)}
    return (
        "// The service's name in each language, from branding.toml.\n"
        f"window.deskTitles = {json.dumps(titles, ensure_ascii=False)};\n"
    )


def _plain(title: str) -> str:
    """The title as a properties file and the page around it take it."""
    if any(character in title for character in '<>&"\\\n'):
        raise BadBrand(f"title {title!r}: none of < > & quotation marks and backslashes is possible in it")
    return title


def _source(name: str) -> str:
    return (SOURCES / name).read_text(encoding="utf-8")
