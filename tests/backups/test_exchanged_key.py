"""A backup from before the journal's key was exchanged brings everything back, and the key is exchanged again."""

from pathlib import Path

import pytest

from provisioner.database import Database
from tests.backups.desk import Installation
from tests.journal.desk import KEY, NEWER, keeper, knowing
from tests.privacy.desk import erased

BOTH = {"PROVISIONER_JOURNAL_KEY": NEWER, "PROVISIONER_JOURNAL_KEY_FORMER": KEY}


@pytest.fixture
def rotated(installation: Installation, there: Installation, desk: Database) -> Installation:
    """The machine with both keys, on which a case was erased under the former one; `there` knows both, too."""
    erased(desk)
    installation.more |= BOTH
    there.more |= BOTH
    there.list.write_bytes(installation.list.read_bytes())
    return installation


def test_one_from_before_is_restored_and_its_key_exchanged_again(rotated: Installation, there: Installation) -> None:
    before = rotated.backed_up()
    assert rotated.call("audit", "rotate-key").exit_code == 0
    for words in ((), ("--signed-by", keeper().public_key)):
        assert rotated.call("verify-backup", before, "--key", rotated.key, *words).exit_code == 0
    done = there.call("restore", before, "--key", there.key)
    assert done.exit_code == 0, done.output
    seen = there.call("audit", "verify")
    assert (seen.exit_code, "has sealed nothing yet" in seen.stdout) == (0, True), seen.output
    assert there.call("audit", "rotate-key").exit_code == 0
    assert there.call("audit", "verify").exit_code == 0


def test_one_from_afterwards_takes_the_list_of_erasures_from_before(rotated: Installation, there: Installation) -> None:
    assert rotated.call("audit", "rotate-key").exit_code == 0
    after = rotated.backed_up()
    newest = knowing(KEY, NEWER).public_key
    assert rotated.call("verify-backup", after, "--key", rotated.key, "--signed-by", newest).exit_code == 0
    assert rotated.call("verify-backup", after, "--key", rotated.key, PROVISIONER_JOURNAL_KEY="k" * 40).exit_code == 3
    done = there.call("restore", after, "--key", there.key)
    assert done.exit_code == 0, done.output
    assert there.call("audit", "verify").exit_code == 0


def test_one_that_came_back_without_the_former_key_is_refused_in_one_line(
    rotated: Installation, there: Installation
) -> None:
    before = rotated.backed_up()
    assert rotated.call("audit", "rotate-key").exit_code == 0
    done = there.call("restore", before, "--key", there.key, PROVISIONER_JOURNAL_KEY_FORMER=None)
    assert (done.exit_code, "JOURNAL_KEY is not the key" in done.stderr) == (1, True), done.output


@pytest.fixture
def exchanged_since(rotated: Installation, there: Installation) -> Path:
    """A backup from before the exchange; the machine it goes to has only the keys in it, and the newest anchors."""
    before = rotated.backed_up()
    assert rotated.call("audit", "rotate-key").exit_code == 0
    for name in ("JOURNAL_KEY", "JOURNAL_KEY_FORMER"):
        del there.more[f"PROVISIONER_{name}"]
    anchors = there.folder / "anchors" / "anchors.jsonl"
    anchors.parent.mkdir()
    anchors.write_bytes((rotated.folder / "anchors" / "anchors.jsonl").read_bytes())
    return before


def test_one_from_before_with_its_own_keys_alone_is_refused_where_the_anchors_know_a_later_one(
    exchanged_since: Path, there: Installation
) -> None:
    refused = there.call("restore", exchanged_since, "--key", there.key)
    assert (refused.exit_code, "the journal's key was exchanged after this backup" in refused.stderr) == (1, True)
    assert knowing(KEY, NEWER).public_key in refused.stderr
    done = there.call("restore", exchanged_since, "--key", there.key, **BOTH)
    assert done.exit_code == 0, done.output


def test_where_the_later_key_is_lost_it_is_restored_by_whoever_says_what_that_costs(
    exchanged_since: Path, there: Installation
) -> None:
    done = there.call("restore", exchanged_since, "--key", there.key, "--without-erasure-list")
    assert done.exit_code == 0, done.output
