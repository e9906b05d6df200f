"""The audit of what we build on: everything is pinned, and an audit that looked at nothing is never green."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
import responses
from responses.matchers import json_params_matcher

from tests.audit import ADDRESS, HOLED, LOCKS, ROOT, Package, locked, report

OURS = {Package("flask", "3.1.2"), Package("requests", "2.32.5")}


def database(*holes: str) -> Any:
    """A database that knows every package and these holes of Flask."""

    def answer(question: Mapping[str, Any]) -> Any:
        known = {HOLED.name: ["OLD-1"], "flask": holes}
        asked = [query["package"]["name"] for query in question["queries"]]
        return {"results": [{"vulns": [{"id": one} for one in known.get(name, ())]} for name in asked]}

    return answer


def question(name: str, version: str, **more: str) -> dict[str, object]:
    """One question as osv.dev takes it: https://google.github.io/osv.dev/post-v1-querybatch/."""
    return {"package": {"name": name, "ecosystem": "PyPI"}, "version": version, **more}


def refused(question: Mapping[str, Any]) -> Any:
    raise ConnectionError("no way out")


@pytest.mark.parametrize("name", LOCKS)
def test_every_component_is_pinned_with_its_hash(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[A-Za-z0-9])", text.strip())
    assert len(locked(text)) > 40
    for entry in entries:
        assert re.match(r"[A-Za-z0-9._-]+==\S+", entry), entry.splitlines()[0]
        assert "--hash=sha256:" in entry, entry.splitlines()[0]


def test_what_was_looked_up_is_counted_and_a_hole_is_a_failure() -> None:
    assert list(report(OURS, database())) == ["looked up: 2 packages, 0 with known holes", 0]
    *lines, code = report(OURS, database("HOLE-1", "HOLE-2"))
    assert (lines[0], code) == ("flask 3.1.2: HOLE-1, HOLE-2", 1)


@responses.activate
def test_an_answer_as_osv_dev_gives_it_is_read_to_its_last_page() -> None:
    """Ids with the day they changed; `{}` for a package without holes; a token where one question has more."""
    ours = [question("flask", "3.1.2"), question("requests", "2.32.5")]
    first: dict[str, object] = {
        "results": [
            {"vulns": [{"id": "GHSA-462w-v97r-4m45", "modified": "2024-02-16T08:20:54.366021Z"}]},
            {"vulns": [{"id": "GHSA-1", "modified": "2026-11-01T00:00:00Z"}], "next_page_token": "more"},
            {},
        ]
    }
    second = {"results": [{"vulns": [{"id": "PYSEC-2", "modified": "2026-11-02T00:00:00Z"}]}]}
    asked = {"queries": [question(HOLED.name, HOLED.version), *ours]}
    responses.post(ADDRESS, json=first, match=[json_params_matcher(asked)])
    again = {"queries": [question("flask", "3.1.2", page_token="more")]}
    responses.post(ADDRESS, json=second, match=[json_params_matcher(again)])
    assert list(report(OURS)) == ["flask 3.1.2: GHSA-1, PYSEC-2", "looked up: 2 packages, 1 with known holes", 1]


@responses.activate
@pytest.mark.parametrize(
    "answer",
    [
        {"status": 400, "json": {"code": 3, "message": "Invalid query"}},
        {"status": 302, "headers": {"Location": "http://localhost/sign-in"}},
        {"status": 200, "body": "<html>Sign in to this network</html>"},
    ],
    ids=["refused", "led elsewhere", "a page of the network's own"],
)
def test_an_answer_of_somebody_else_is_not_taken_for_all_well(answer: dict[str, Any]) -> None:
    responses.post(ADDRESS, **answer)
    line, code = report(OURS)
    assert str(line).startswith("not looked up: 2 packages (")
    assert code == 2


@pytest.mark.parametrize(
    ("ask", "why"),
    [
        (refused, "no way out"),
        (lambda question: {}, "results"),
        (lambda question: [], "list indices"),
        (lambda question: {"results": []}, "3 packages were asked about and 0 answers came"),
        (lambda question: {"results": [{}, {}, {}]}, "nothing is said of jinja2 2.4.1"),
        (lambda question: {"results": [None, None, None]}, "no attribute"),
        (lambda question: {"results": [{"next_page_token": "more"} for _ in question["queries"]]}, "has not ended"),
    ],
    ids=["no network", "other answer", "no object", "too few", "knows nothing", "no results at all", "no end of pages"],
)
def test_what_could_not_be_looked_up_is_said_and_is_no_success(ask: Any, why: str) -> None:
    line, code = report(OURS, ask)
    assert str(line).startswith("not looked up: 2 packages (")
    assert why in str(line)
    assert code == 2
