"""No file that git keeps holds a secret: keys, tokens of known services, a password in an address."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SECRETS = {
    "a private key": re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----"),
    "a token of a known service": re.compile(
        r"\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_\w{36}|github_pat_\w{22}|glpat-[\w-]{20}|xox[abpr]-[\w-]{10}|sk-[\w-]{32})"
    ),
    "a signed token": re.compile(r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{20,}"),
    "a password in an address": re.compile(r"\b[a-z][a-z+]+://[\w.-]+:(?![%{$<*…]|secret\b)[^\s/@:'\"]{6,}@[\w.-]+"),
    "a secret given a value": re.compile(
        r"^[ \t]*(?:export )?PROVISIONER_\w*(?:SECRET|PASSWORD|KEY)\w*(?<!_FILE)"
        r"[ \t]*[=:][ \t]*['\"]?[A-Za-z0-9+/_-]{32,}",
        re.MULTILINE,
    ),
}
ALLOWED: dict[str, str] = {}
"""Path to reason: what only looks like a secret."""
EXAMPLES = {
    "a private key": "-----BEGIN EC " + "PRIVATE KEY-----",
    "a token of a known service": "ghp" + "_" + "a" * 36,
    "a signed token": "eyJhbGciOiJFUzI1NiJ9" + ".eyJzdWIiOiJhbm5hIn0." + "c2lnbmF0dXJlLW9mLWl0LWFsbA",
    "a password in an address": "postgresql://desk" + ":hunter2hunter2@" + "database/desk",
    "a secret given a value": "PROVISIONER_SECRET" + "_KEY=" + "4f" * 16,
}


def kept() -> Iterator[tuple[str, str]]:
    """Every text that git keeps, by its path."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)
    for path in filter(None, listed.stdout.split("\0")):
        content = (ROOT / path).read_bytes() if (ROOT / path).is_file() else b""
        if b"\0" not in content[:1024]:
            yield path, content.decode("utf-8", "replace")


def test_no_file_of_the_repository_holds_a_secret() -> None:
    found = {
        (path, kind)
        for path, text in kept()
        for kind, looks in SECRETS.items()
        if path not in ALLOWED and looks.search(text)
    }
    assert found == set()


@pytest.mark.parametrize("kind", SECRETS)
def test_the_scan_sees_what_it_looks_for(kind: str) -> None:
    assert SECRETS[kind].search(EXAMPLES[kind])
