"""Whoever changes the database by SQL is found out; docs/known-limits.md says by whom and what is not."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.databases import copied_postgres, copied_sqlite
from tests.insiders.sql import SCRIPTS, UNSEEN, Finder, Script
from tests.insiders.story import Story
from tests.journal.desk import opened
from tests.journal.insider import insider


@dataclass(frozen=True)
class Past:
    """What happened once, and how its database is copied for each script."""

    story: Story
    copied: Callable[[Path], AbstractContextManager[str]]


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def past(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Past]:
    folder = tmp_path_factory.mktemp("past")
    with ExitStack() as kept:
        if request.param == "sqlite":
            url = kept.enter_context(copied_sqlite(request.getfixturevalue("sqlite_template"), folder))
            with opened(url) as database:
                story = Story(database)
            yield Past(story, partial(copied_sqlite, folder / "desk.sqlite"))
        else:
            server = request.getfixturevalue("postgres_server")
            url = kept.enter_context(copied_postgres(server, "migrated"))
            with opened(url) as database:
                story = Story(database)
            name = urlsplit(url).path.strip("/")
            yield Past(story, lambda _: copied_postgres(server, name))


@pytest.fixture
def story(past: Past, tmp_path: Path) -> Iterator[Story]:
    with past.copied(tmp_path) as url, opened(url) as database:
        yield past.story.over(database)


def test_before_the_insider_came_nothing_is_to_be_found(story: Story) -> None:
    assert story.verified(story.anchor) == set()
    assert story.compared() == set()


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.does)
def test_an_insider_is_found_out(story: Story, script: Script) -> None:
    insider(story.database, *script.statements(story))
    if then := script.then(story):
        insider(story.database, *then)
    match script.finder:
        case Finder.VERIFY:
            found = story.verified()
        case Finder.ANCHOR:
            assert story.verified() == set(), "the database alone says nothing"
            found = story.verified(story.anchor)
        case Finder.COMPARISON:
            assert story.verified(story.anchor) == set(), "the journal tells what was done on the desk, not this"
            found = story.compared()
        case Finder.ALARM | Finder.NOBODY:
            story.agreeing.look()
            found = {kind.value for kind in story.agreeing.open()}
    assert script.found <= found, f"{script.finder}: {found}"


@pytest.mark.parametrize("script", UNSEEN, ids=lambda script: script.does)
def test_what_nobody_finds_out_is_a_known_limit(story: Story, script: Script) -> None:
    """Whoever mends one of these takes it from the list and from docs/known-limits.md."""
    insider(story.database, *script.statements(story))
    assert story.verified(story.anchor) | story.compared() == set()
