"""What a command of the package writes into the secrets it is lent is brought back to where root keeps them."""

import os
import pwd
from collections.abc import Callable
from pathlib import Path

import pytest

from provisioner.packaging.as_the_desk import AS_OWNER, OWNERS, exchanged, lend, writes_a_secret

NAME, OTHER = "provisioner_client_secret", "journal_key"
ME = pwd.getpwuid(os.geteuid())
Writes = Callable[[Path], object]


@pytest.fixture
def secrets(tmp_path: Path) -> Path:
    folder = tmp_path / "secrets"
    folder.mkdir()
    for name, content in ((NAME, "former\n"), (OTHER, "untouched"), ("smtp_password", "")):
        (folder / name).write_text(content)
        (folder / name).chmod(0o600)
    return folder


def exchange(secrets: Path, writes: Writes, code: int = 0) -> int:
    """A command that does this with the folder it is lent."""

    def run(lent: Path) -> int:
        writes(lent)
        return code

    return exchanged(run, secrets, secrets.parent / "lent", ME)


def replaced(lent: Path) -> None:
    """As the command does it: a new file in the place of the one that nobody may write."""
    draft = lent / "draft"
    draft.write_text("new")
    draft.replace(lent / NAME)


def held(secrets: Path) -> dict[str, str]:
    return {file.name: file.read_text() for file in secrets.iterdir()}


def test_a_new_key_is_kept_where_the_former_was_with_its_rights(
    secrets: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    untouched = (secrets / OTHER).stat().st_ino
    assert exchange(secrets, replaced) == 0
    assert held(secrets) == {NAME: "new", OTHER: "untouched", "smtp_password": ""}
    assert oct((secrets / NAME).stat().st_mode)[-3:] == "600"
    assert (secrets / OTHER).stat().st_ino == untouched
    assert f"Kept as {secrets / NAME}." in capfd.readouterr().err
    assert not (secrets.parent / "lent").exists()


def test_a_command_that_fails_keeps_its_exit_code_and_what_it_had_to_leave_beside(secrets: Path) -> None:
    assert exchange(secrets, lambda lent: (lent / f".{NAME}.ab_c1").write_text("maybe"), code=1) == 1
    found = held(secrets)
    (beside,) = found.keys() - {NAME, OTHER, "smtp_password"}
    assert (found[NAME], found[beside], beside.startswith(f".{NAME}.")) == ("former\n", "maybe", True)
    lent = secrets.parent / "next"
    lent.mkdir()
    assert lend(secrets, lent, ME).keys() == {NAME, OTHER}, "nobody is lent it as a secret"


def test_the_address_of_the_tables_owner_is_lent_to_what_changes_them_alone(secrets: Path) -> None:
    (secrets / OWNERS).write_text("postgresql://desk_owner@localhost/desk")
    for as_owner in (False, True):
        lent = secrets.parent / f"lent-{as_owner}"
        lent.mkdir()
        assert (OWNERS in lend(secrets, lent, ME, as_owner)) is as_owner
    assert AS_OWNER == (["migrate"], ["restore"])
    seen: list[set[str]] = []
    exchange(secrets, lambda lent: seen.append({file.name for file in lent.iterdir()}))
    assert seen == [{NAME, OTHER}]


def emptied(lent: Path) -> None:
    (lent / NAME).unlink()
    (lent / NAME).touch()


def led_elsewhere(lent: Path) -> None:
    (lent / NAME).unlink()
    (lent / NAME).symlink_to("/etc/hostname")


def piped(lent: Path) -> None:
    (lent / NAME).unlink()
    os.mkfifo(lent / NAME)


def under_another_name(lent: Path) -> None:
    (lent / "metrics_token").write_text("new")


@pytest.mark.parametrize("writes", [lambda _: None, emptied, led_elsewhere, piped, under_another_name])
def test_what_is_no_new_secret_changes_nothing(secrets: Path, writes: Writes) -> None:
    before = held(secrets)
    assert exchange(secrets, writes) == 0
    assert held(secrets) == before


def test_what_cannot_be_brought_back_is_kept_and_said(secrets: Path, capfd: pytest.CaptureFixture[str]) -> None:
    def away(lent: Path) -> None:
        replaced(lent)
        secrets.rename(secrets.parent / "gone")

    assert exchange(secrets, away) == 1
    assert (secrets.parent / "lent" / NAME).read_text() == "new"
    assert "is kept in" in capfd.readouterr().err


def test_of_two_exchanges_the_second_waits_for_its_operator(secrets: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (secrets.parent / "lent").mkdir()
    assert exchange(secrets, replaced) == 1
    assert (held(secrets)[NAME], "`provisioner realm apply`" in capfd.readouterr().err) == ("former\n", True)


@pytest.mark.parametrize(
    "words, writes",
    [
        ("realm rotate-key provisioner", True),
        ("realm rotate-key --help", False),
        ("audit rotate-key", False),
        ("realm apply", False),
    ],
)
def test_only_a_command_that_writes_a_secret_is_lent_them_on_the_disk(words: str, writes: bool) -> None:
    assert writes_a_secret(words.split()) is writes
