"""Tests that pages of the documentation name as `tests/file.py::test_name`."""

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def missing(names: Iterable[str]) -> list[str]:
    """Those that are not there."""
    return [name for name in names if not _is_there(*name.split("::"))]


def told(names: Iterable[str]) -> Iterator[str]:
    """Each file once with its tests, in short."""
    files: dict[str, list[str]] = {}
    for name in names:
        file, _, test = name.removeprefix("tests/").partition("::test_")
        files.setdefault(file, []).append(f"`{test}`")
    yield from (f"`{file}`: {', '.join(tests)}" for file, tests in files.items())


def _is_there(file: str, test: str = "") -> bool:
    return (ROOT / file).is_file() and test in _tests_of(ROOT / file)


@cache
def _tests_of(file: Path) -> frozenset[str]:
    body = ast.parse(file.read_text(encoding="utf-8")).body
    return frozenset(one.name for one in body if isinstance(one, ast.FunctionDef) and one.name.startswith("test_"))
