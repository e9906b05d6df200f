"""Message bundles, ours and those inside the server's own archives."""

import re
import zipfile
from pathlib import Path

from provisioner.theme.composed import composed
from provisioner.theme.look import Files
from provisioner.theme.stamped import plain

Bundle = dict[str, str]
ARCHIVES = {
    "login": (("keycloak-themes", "theme/base/login"), ("keycloak-themes", "theme/keycloak.v2/login")),
    "email": (("keycloak-themes", "theme/base/email"),),
    "account": (("keycloak-themes", "theme/base/account"), ("keycloak-account-ui", "theme/keycloak.v3/account")),
}
"""Kind of theme → archive and folder of each parent of ours, the nearest last."""


def by_plain_name(theme: Files) -> Files:
    """A theme's files under the names that the sources give them, whatever their content."""
    return {plain(place): content for place, content in theme.items()}


THEME = composed()
PLAIN = by_plain_name(THEME)


def parse(text: str) -> Bundle:
    """The keys and texts of a properties file."""
    joined = re.sub(r"\\\n\s*", "", text)
    lines = [line.strip() for line in joined.splitlines()]
    pairs = (line.partition("=") for line in lines if line and line[0] not in "#!")
    return {key.strip().replace("\\:", ":"): value.strip() for key, _, value in pairs}


def ours(kind: str, language: str) -> Bundle:
    """Our own bundle."""
    return parse(THEME[f"{kind}/messages/messages_{language}.properties"].decode("utf-8"))


def of_server(home: str, kind: str, language: str) -> Bundle:
    """What our theme's parents say on this server."""
    result: Bundle = {}
    for archive, place in ARCHIVES[kind]:
        (jar,) = Path(home, "lib/lib/main").glob(f"org.keycloak.{archive}-[0-9]*.jar")
        with zipfile.ZipFile(jar) as opened:
            name = f"{place}/messages/messages_{language}.properties"
            if name in opened.namelist():
                result |= parse(opened.read(name).decode("utf-8"))
    return result


def arguments(text: str) -> set[str]:
    """The placeholders of a text: `{0}` for the server's pages, `{{name}}` for the account console."""
    return set(re.findall(r"\{\{\w+\}\}|\{\d+(?=[,}])", text))
