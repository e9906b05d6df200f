"""What is said of the security requirements: none is missing, and everything that is named is there."""

import re
from functools import cache
from pathlib import Path

import pytest

from tests.asvs import ROOT, Requirement, chapters, levels, requirements
from tests.asvs.page import PAGE, counts, page
from tests.named import missing

STANDARD = {1: 70, 2: 183, 3: 92}
"""How many requirements of each level version 5.0.0 has."""


@cache
def headings_of(file: Path) -> frozenset[str]:
    """The anchors that Git hosts give the headings of a page."""
    found = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    return frozenset(re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in found)


def said(one: Requirement) -> list[str]:
    """The reasons given; at most one counts."""
    return [text for text in (one.not_applicable, one.deviation, one.open) if text]


def test_the_standard_has_as_many_requirements_as_we_know() -> None:
    known = levels()
    assert {level: list(known.values()).count(level) for level in STANDARD} == STANDARD


def test_every_requirement_of_levels_1_and_2_stands_once() -> None:
    known = levels()
    ids = [name for one in requirements() for name in one.ids]
    assert sorted({name for name in ids if ids.count(name) > 1}) == []
    assert sorted(set(ids) - set(known)) == []
    assert sorted(name for name, level in known.items() if level < 3 and name not in ids) == []


def test_every_requirement_stands_in_its_chapter() -> None:
    for one in chapters():
        assert {name.partition(".")[0] for each in one.requirement for name in each.ids} == {str(one.chapter)}


def test_what_is_met_is_shown_and_what_is_not_has_its_reason() -> None:
    for one in requirements():
        assert len(said(one)) <= 1, one.ids
        assert said(one) or one.tests or one.documents, f"{one.ids}: nothing shows it"
        assert not (one.not_applicable and (one.tests or one.documents)), f"{one.ids}: not applicable, and shown?"


def test_every_test_that_is_named_exists() -> None:
    assert {tuple(one.ids): gone for one in requirements() if (gone := missing(one.tests))} == {}


def test_every_document_and_heading_that_is_named_exists() -> None:
    for one in requirements():
        for name in one.documents:
            file, _, heading = name.partition("#")
            assert (ROOT / file).is_file(), f"{one.ids}: {file}"
            assert not heading or heading in headings_of(ROOT / file), f"{one.ids}: {name}"


def test_the_page_says_what_is_said_of_each() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `python -m tests.asvs`"


@pytest.mark.parametrize("level", [1, 2])
def test_the_counts_are_those_of_the_standard(level: int) -> None:
    assert counts()[level].total() == STANDARD[level]
