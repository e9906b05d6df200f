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
PAGES = 20
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
    try:
        known = _answers([HOLED, *sorted(packages)], ask)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotLookedUp(f"{type(error).__name__}: {error}") from error
    if not known.pop(HOLED):
        raise NotLookedUp(f"nothing is said of {HOLED.name} {HOLED.version}, which has holes")
    return {one: ids for one, ids in known.items() if ids}


def _answers(asked: list[Package], ask: Ask) -> dict[Package, list[str]]:
    """What is known of each, page by page: an answer comes in the order of its questions, its next page by a token."""
    known: dict[Package, list[str]] = {one: [] for one in asked}
    left = {one: _query(one) for one in asked}
    for _ in range(PAGES):
        results = ask({"queries": [*left.values()]})["results"]
        if len(results) != len(left):
            raise NotLookedUp(f"{len(left)} packages were asked about and {len(results)} answers came")
        for one, answer in zip(left, results, strict=True):
            known[one] += [str(hole["id"]) for hole in answer.get("vulns", [])]
        tokens = {one: answer.get("next_page_token") for one, answer in zip(left, results, strict=True)}
        left = {one: left[one] | {"page_token": token} for one, token in tokens.items() if token}
        if not left:
            return known
    raise NotLookedUp(f"after {PAGES} pages the answer has not ended")


def _query(one: Package) -> dict[str, Any]:
    return {"package": {"name": one.name, "ecosystem": "PyPI"}, "version": one.version}


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
