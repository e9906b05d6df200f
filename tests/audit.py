"""Known holes of exactly the locked versions: `python -m tests.audit` asks osv.dev, and says so where it could not ask.

Exit code 0 only when every package was looked up and none has a known hole, 1 when one has, 2 when nothing was looked
up. A version that is known to have holes is asked about beside them: an answer that says nothing of it is no answer.
"""

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements.txt", "requirements-dev.txt")
ADDRESS = "https://api.osv.dev/v1/querybatch"
SECONDS = 30
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;]+)", re.MULTILINE)
Ask = Callable[[Mapping[str, Any]], Any]


@dataclass(frozen=True, order=True)
class Package:
    """One library in one version."""

    name: str
    version: str


HOLED = Package("jinja2", "2.4.1")
"""Has had known holes for years."""


class NotLookedUp(Exception):
    """The holes are not known, and why."""


def locked(text: str) -> set[Package]:
    """What a lock file pins."""
    return {Package(name, version) for name, version in PINNED.findall(text)}


def ask_osv(question: Mapping[str, Any]) -> Any:
    """Ask the public database of holes. Raises OSError, ValueError."""
    answer = requests.post(ADDRESS, json=question, timeout=SECONDS, allow_redirects=False)
    if answer.status_code != requests.codes.ok:
        raise OSError(f"{ADDRESS} says {answer.status_code}")
    return answer.json()


def holes(packages: set[Package], ask: Ask = ask_osv) -> dict[Package, list[str]]:
    """The ids of known holes of each package that has any. Raises NotLookedUp."""
    asked = [HOLED, *sorted(packages)]
    question = {"queries": [_query(one) for one in asked]}
    try:
        answers = [_ids(answer) for answer in ask(question)["results"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NotLookedUp(f"{type(error).__name__}: {error}") from error
    if len(answers) != len(asked):
        raise NotLookedUp(f"{len(asked)} packages were asked about and {len(answers)} answers came")
    known, *found = answers
    if not known:
        raise NotLookedUp(f"nothing is said of {HOLED.name} {HOLED.version}, which has holes")
    return {one: ids for one, ids in zip(asked[1:], found, strict=True) if ids}


def _query(one: Package) -> dict[str, Any]:
    return {"package": {"name": one.name, "ecosystem": "PyPI"}, "version": one.version}


def _ids(answer: Mapping[str, Any]) -> list[str]:
    return [str(hole["id"]) for hole in answer.get("vulns", [])]


def report(packages: set[Package], ask: Ask = ask_osv) -> Iterator[str | int]:
    """What there is to say, line by line; the exit code last."""
    try:
        found = holes(packages, ask)
    except NotLookedUp as error:
        yield from (f"not looked up: {len(packages)} packages ({error})", 2)
        return
    yield from (f"{one.name} {one.version}: {', '.join(ids)}" for one, ids in found.items())
    yield f"looked up: {len(packages)} packages, {len(found)} with known holes"
    yield int(bool(found))


def main() -> int:
    """Look up everything that is locked and print what is known."""
    packages = set().union(*(locked((ROOT / name).read_text(encoding="utf-8")) for name in LOCKS))
    *lines, code = report(packages)
    print(*lines, sep="\n")
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
