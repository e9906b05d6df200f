"""What our own code and scripts must not do, read from their sources: run data, hash weakly, put text in as HTML."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2] / "provisioner"
SCRIPTS = ROOT / "web" / "static"
IMPORTED = re.compile(r"^\s*(?:from|import) (\w+)", re.MULTILINE)
RUN_DATA = re.compile(
    r"(?<![.\w])(?:eval|exec|compile|__import__)\(|\bos\.(?:system|popen)|yaml\.(?:unsafe_)?load\b|shell="
)
READ_OBJECTS = {"pickle", "marshal", "shelve", "dill", "xml", "lxml", "defusedxml", "ldap", "ldap3"}
WEAK = re.compile(r"\b(?:hashlib|hashes)\.(?:md5|sha1)\b|\bmodes\.ECB|PKCS1v15|TripleDES|ARC4|\buuid1\b", re.IGNORECASE)
NO_SECURITY = re.compile(r".*hashlib\.md5\(.*# noqa: S324 - dpkg's own format")
"""Debian's package format asks for such a list; nothing rests on it."""
STARTED_FROM = {"scans/wall.py", "backups", "local", "packaging"}
"""The wall before strangers' files, the database's own programs, the demo, and what makes the package."""


def sources() -> Iterator[tuple[str, str]]:
    """Each module of ours by its path."""
    for file in sorted(ROOT.rglob("*.py")):
        yield file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8")


def imported(text: str) -> set[str]:
    """The first part of every name that a module imports."""
    return set(IMPORTED.findall(text))


def scripts() -> dict[str, str]:
    """The scripts of the pages by their name."""
    return {file.name: file.read_text(encoding="utf-8") for file in SCRIPTS.glob("*.js")}


def test_our_code_calls_nothing_that_runs_data() -> None:
    for path, text in sources():
        assert not (found := READ_OBJECTS & imported(text)), f"{path} imports {found}"
        assert not (called := RUN_DATA.search(text)), f"{path}: {called and called[0]}"


def test_programs_are_started_in_few_rooms_only() -> None:
    starting = {path for path, text in sources() if "subprocess" in imported(text)}
    assert starting, "the wall starts a process"
    assert {path if path in STARTED_FROM else path.partition("/")[0] for path in starting} <= STARTED_FROM


def test_hashes_and_random_numbers_are_sound() -> None:
    for path, text in sources():
        assert not (weak := WEAK.search(NO_SECURITY.sub("", text))), f"{path} uses {weak and weak[0]}"
        if "random" in imported(text):
            assert path == "outbox/outcomes.py", f"{path}: what is not to be guessed comes from `secrets`"


def test_scripts_put_no_text_in_as_html() -> None:
    putting = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|postMessage")
    found = [
        (name, line.strip()) for name, text in scripts().items() for line in text.splitlines() if putting.search(line)
    ]
    assert found == [("intake.js", "rail.innerHTML = text;")], "the rail alone is a part of a page, made by the desk"


def test_scripts_keep_nothing_but_the_switch_of_the_keys() -> None:
    kept = re.compile(r"(?:local|session)Storage\.?\w*\(?[^,)]*|indexedDB|document\.cookie")
    found = {one for text in scripts().values() for one in kept.findall(text)}
    assert found == {'localStorage.getItem("keys"', 'localStorage.setItem("keys"'}


def test_scripts_build_no_objects_from_foreign_names() -> None:
    naming = re.compile(r"\w\[[^\]\"']+\]\s*=[^=>]|__proto__|Object\.assign|JSON\.parse|Object\.fromEntries")
    assert [(name, found) for name, text in scripts().items() for found in naming.findall(text)] == []
