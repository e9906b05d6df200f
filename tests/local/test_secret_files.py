"""Secrets lie in files only their owner can read, and stay the same."""

from pathlib import Path

from provisioner.local.secret_files import secret, write_secret
from provisioner.local.staff import STAFF, passwords
from provisioner.settings.secret_types import MINIMUM_SECRET


def mode(file: Path) -> int:
    return file.stat().st_mode & 0o777


def test_a_secret_is_drawn_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "secrets" / "key"
    first = secret(file)
    assert secret(file) == first
    assert len(first) >= MINIMUM_SECRET
    assert (mode(file), mode(file.parent)) == (0o600, 0o700)


def test_a_file_opened_up_by_accident_is_closed_again(tmp_path: Path) -> None:
    file = tmp_path / "secrets" / "key"
    write_secret(file, "x" * 40)
    file.chmod(0o644)
    secret(file)
    assert mode(file) == 0o600


def test_two_installations_have_different_secrets(tmp_path: Path) -> None:
    assert secret(tmp_path / "one" / "key") != secret(tmp_path / "two" / "key")


def test_sample_staff_keep_their_passwords_on_the_second_run(tmp_path: Path) -> None:
    first = passwords(tmp_path)
    assert passwords(tmp_path) == first
    assert set(first) == {person.login for person in STAFF}
    assert len(set(first.values())) == len(STAFF)
    assert mode(tmp_path / "staff.json") == 0o600
