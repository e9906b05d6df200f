"""nginx with the shipped sample, filled in as docs/operate.md tells for two of each part."""

import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.compose.authority import authority
from tests.prerequisites import find_nginx

SAMPLE = Path(__file__).parents[2] / "provisioner/packaging/files/usr/share/doc/account-desk/examples/nginx.conf"
AROUND = """\
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{ }}
http {{
    access_log {folder}/access.log;
{temporary}
    include {folder}/account-desk.conf;
}}
"""
"""Its log of everything is Debian's own, whatever the sample says beside it."""
KINDS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
OURS = {"web": 8400, "public": 8402, "keycloak": 8410, "inner": 8409, "tls": 443, "plain": 80}
"""The sample's own ports."""
ELSEWHERE = "192.0.2.12"
"""The machine of each second node in it."""


def sample(folder: Path, ports: Mapping[str, int], second: Mapping[str, int] | None = None) -> Path:
    """The sample with ports, a certificate and folders of a test's own; `second` has the port of each second node.

    Returns the file that nginx is started with.
    """
    text = _with_files_of(folder, SAMPLE.read_text(encoding="utf-8"))
    text = re.sub(r" +listen \[::\]:.*\n", "", text)  # Not every machine has an IPv6 address.
    text = re.sub(r"listen (\d+)\b(?!\.)", r"listen 127.0.0.1:\1", text)
    text = text.replace(" $host;", " $http_host;")  # Not 443, so the port belongs to the name.
    for name, theirs in OURS.items():
        if second and name in second:
            text = text.replace(f"# server {ELSEWHERE}:{theirs} ", f"server 127.0.0.1:{second[name]} ")
        text = re.sub(rf"127\.0\.0\.1:{theirs}\b", f"127.0.0.1:{ports[name]}", text)
    (folder / "account-desk.conf").write_text(text, encoding="utf-8")
    temporary = "\n".join(f"    {kind}_temp_path {folder}/{kind};" for kind in KINDS)
    file = folder / "nginx.conf"
    file.write_text(AROUND.format(folder=folder, temporary=temporary), encoding="utf-8")
    return file


def _with_files_of(folder: Path, text: str) -> str:
    made, key = authority(folder)
    places = {"/etc/ssl/account-desk.pem": made, "/etc/ssl/private/account-desk.key": key, "/var/log/nginx/": folder}
    for theirs, ours in places.items():
        text = text.replace(theirs, f"{ours}/" if theirs.endswith("/") else str(ours))
    return text


def judged(file: Path) -> "subprocess.CompletedProcess[str]":
    """What nginx itself thinks of it."""
    return subprocess.run([*_words(file), "-t", "-q"], capture_output=True, text=True, check=False)


@contextmanager
def running(file: Path) -> Iterator[None]:
    """Start it and stop it at the end."""
    process = subprocess.Popen(_words(file), stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def _words(file: Path) -> list[str]:
    return [str(find_nginx()), "-p", str(file.parent), "-c", str(file), "-e", str(file.with_name("nginx.log"))]
