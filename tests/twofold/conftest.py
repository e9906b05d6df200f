"""The installation that all drills of this folder share."""

from collections.abc import Iterator

import pytest

from tests.twofold.installation import Installation, installed


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Two of everything, running."""
    with installed(tmp_path_factory.mktemp("twofold")) as made:
        yield made
