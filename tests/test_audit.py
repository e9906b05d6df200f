"""The audit of what we build on: everything is pinned, and an audit that looked at nothing is never green."""

import re
from collections.abc import Mapping
from typing import Any

import pytest

from tests.audit import HOLED, LOCKS, ROOT, Package, locked, report

OURS = {Package("flask", "3.1.2"), Package("requests", "2.32.5")}


def database(*holes: str) -> Any:
    """A database that knows every package and these holes of Flask."""

    def answer(question: Mapping[str, Any]) -> Any:
        known = {HOLED.name: ["OLD-1"], "flask": holes}
        asked = [query["package"]["name"] for query in question["queries"]]
        return {"results": [{"vulns": [{"id": one} for one in known.get(name, ())]} for name in asked]}

    return answer


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


@pytest.mark.parametrize(
    ("ask", "why"),
    [
        (refused, "no way out"),
        (lambda question: {}, "results"),
        (lambda question: [], "list indices"),
        (lambda question: {"results": []}, "3 packages were asked about and 0 answers came"),
        (lambda question: {"results": [{}, {}, {}]}, "nothing is said of jinja2 2.4.1"),
    ],
    ids=["no network", "another answer", "no object", "too few answers", "a database that knows nothing"],
)
def test_what_could_not_be_looked_up_is_said_and_is_no_success(ask: Any, why: str) -> None:
    line, code = report(OURS, ask)
    assert str(line).startswith("not looked up: 2 packages (")
    assert why in str(line)
    assert code == 2
