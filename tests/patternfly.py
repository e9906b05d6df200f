"""PatternFly 6 as its makers publish it, and a Keycloak here that draws its login pages with it as Keycloak 27 does.

Keycloak 27 cannot be had yet. Its login theme `keycloak.v3` is `keycloak.v2` with PatternFly 6's names
(keycloak#52371), so that theme of the server at hand, so named, stands for it; a server that has `keycloak.v3` is
looked at as it is.
"""

import base64
import hashlib
import shutil
import subprocess
import tarfile
import zipfile
from pathlib import Path

from provisioner.local.prepared import cache_folder
from provisioner.theme.composed import composed
from provisioner.theme.look import Files, write
from provisioner.theme.patternfly import PatternFly

PACKAGE = "@patternfly/patternfly@6.6.1"
INTEGRITY = "8P9C1TmFk5y5s2/1XVjmP9JmSyDXDiNBwPZewhPizULtqlaRu+Evljx/X1HTSFrCNY0qgI1uDKy+NXiorIniyA=="
"""The SHA-512 of the package, as the registry writes it."""

ARCHIVE = "patternfly-patternfly-6.6.1.tgz"
SECONDS = 300
STYLES = ("patternfly.min.css", "patternfly-addons.css")
FORMER, NEXT = "theme/keycloak.v2/login/", "theme/keycloak.v3/login/"
NAME = "account-desk-ahead"
"""What our theme for PatternFly 6 is called on the server, beside the one for its own pages."""


class NotToBeHad(Exception):
    """The package could not be fetched, or is not the one we pinned; one line."""


def package() -> Path:
    """The package's archive, fetched once a machine. Raises NotToBeHad."""
    kept = cache_folder() / ARCHIVE
    if not kept.is_file():
        _fetch(kept)
    with kept.open("rb") as stream:
        found = base64.b64encode(hashlib.file_digest(stream, "sha512").digest()).decode()
    if found != INTEGRITY:
        kept.unlink()
        raise NotToBeHad(f"{PACKAGE} is not the file we pinned: SHA-512 {found[:16]}…, expected {INTEGRITY[:16]}…")
    return kept


def styles() -> str:
    """Every rule of PatternFly 6."""
    return "".join(content.decode() for content in _contents(STYLES).values())


def login_pages(home: Path) -> Files:
    """The server's login theme as PatternFly 6 has it, the styles within its own folder."""
    (archive,) = (home / "lib" / "lib" / "main").glob("org.keycloak.keycloak-themes-[0-9]*.jar")
    with zipfile.ZipFile(archive) as jar:
        place = NEXT if f"{NEXT}theme.properties" in jar.namelist() else FORMER
        pages = {name.removeprefix(place): jar.read(name) for name in jar.namelist() if _is_file_in(place, name)}
    if place == NEXT:
        return pages
    named = {name: content.replace(b"pf-v5", b"pf-v6") for name, content in pages.items()}
    imports = "".join(f'@import url("{name}");\n' for name in STYLES).encode()
    named["resources/css/styles.css"] = imports + named["resources/css/styles.css"]
    named["theme.properties"] = named["theme.properties"].replace(b"\nstylesCommon=", b"\n#stylesCommon=")
    brought = _contents(STYLES, "assets/fonts/", "assets/pficon/")
    return named | {f"resources/css/{name}": content for name, content in brought.items()}


def dress(home: Path) -> None:
    """Put those pages and our theme for them into a server's folder; one that runs finds both, for they are new."""
    write(login_pages(home), home / "themes" / "keycloak.v3" / "login")
    ours = composed(patternfly=PatternFly.SIX)
    write({place: content for place, content in ours.items() if place.startswith("login/")}, home / "themes" / NAME)


def _is_file_in(place: str, name: str) -> bool:
    return name.startswith(place) and not name.endswith("/")


def _contents(names: tuple[str, ...], *folders: str) -> Files:
    """Files of the package, by their places in it."""
    with tarfile.open(package()) as archive:
        found = ((member, member.name.removeprefix("package/")) for member in archive.getmembers() if member.isfile())
        wanted = [(member, name) for member, name in found if name in names or name.startswith(folders)]
        return {name: content.read() for member, name in wanted if (content := archive.extractfile(member))}


def _fetch(target: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise NotToBeHad(f"npm is missing, which brings {PACKAGE}: run `python -m tests.prerequisites`")
    words = [npm, "pack", PACKAGE, "--silent", "--pack-destination", str(target.parent)]
    try:
        subprocess.run(words, cwd=target.parent, capture_output=True, text=True, check=True, timeout=SECONDS)
    except subprocess.CalledProcessError as error:
        told = [line for line in error.stderr.splitlines() if line.strip()]
        raise NotToBeHad(f"npm could not fetch {PACKAGE}: {told[0] if told else error}") from error
    except subprocess.TimeoutExpired as error:
        raise NotToBeHad(f"npm could not fetch {PACKAGE} within {SECONDS} s") from error
