"""What was made can be opened: whatever files are called and however long they are; else nothing older is removed."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import make_url
from sqlalchemy.exc import OperationalError

from provisioner import journal
from provisioner.backups import contents
from provisioner.backups.age import Identity, Opened, Sealed
from provisioner.backups.errors import BackupRefused, BadBackup
from provisioner.backups.manifest import Head, Manifest, read
from provisioner.backups.packing import Packer, unpack
from provisioner.backups.programs import environment
from provisioner.database import Database
from provisioner.settings.declared import BROUGHT_BACK
from tests.backups.desk import Installation
from tests.journal.desk import KEY, keeper

HOSTILE = (
    "branding.toml.20261127", "000001", "desk/000000", "keycloak/000000", "manifest.json", "secrets.json", "a\nb",
    "zażółć " + "ł" * 100, "end ", "\udcff.png",
)  # fmt: skip
OLD = "account-desk-20200101T000000Z.age"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Files are the same whatever stands beside them."""
    return sqlite_url


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the office's files."""
    folder = tmp_path / "office"
    folder.mkdir()
    monkeypatch.setattr(contents, "folder", lambda name: folder)
    return folder


@pytest.fixture
def backups(installation: Installation) -> Path:
    """The folder of the backups, with an older one in it."""
    folder = installation.folder / "backups"
    folder.mkdir()
    (folder / OLD).write_bytes(b"old")
    return folder


def held_by(packer: Packer) -> Manifest:
    said = keeper()
    return Manifest("1", "1", datetime.now(UTC), "sqlite", Head(0, "", ""), {}, packer.held, (), said.public_key)


def test_files_come_back_whatever_they_are_called_and_however_long_they_are(
    installation: Installation, desk: Database, office: Path, tmp_path: Path
) -> None:
    for number, name in enumerate(HOSTILE):
        (office / name).parent.mkdir(exist_ok=True)
        (office / name).write_text(f"content {number}")
    (office / "long.pdf").write_bytes(bytes(17 * 1024 * 1024))
    file = installation.backed_up()
    assert installation.call("verify-backup", file, "--key", installation.key).exit_code == 0
    brought = installation.call("backup-files", file, "--key", installation.key, "--to", tmp_path / "brought")
    assert brought.exit_code == 0, brought.output
    found = tmp_path / "brought" / "files" / "realm-config"
    assert [(found / name).read_text() for name in HOSTILE] == [f"content {one}" for one in range(len(HOSTILE))]
    assert (found / "long.pdf").stat().st_size == 17 * 1024 * 1024


def test_certificates_that_settings_name_come_along(installation: Installation, desk: Database, tmp_path: Path) -> None:
    (tmp_path / "issuers" / "more").mkdir(parents=True)
    (tmp_path / "issuers" / "more" / "one.pem").write_text("one")
    (tmp_path / "ca.pem").write_text("two")
    installation.more["PROVISIONER_SIGNATURE_ISSUERS"] = str(tmp_path / "issuers")
    installation.more["PROVISIONER_REPORTS_CA"] = str(tmp_path / "ca.pem")
    done = installation.call(
        "backup-files", installation.backed_up(), "--key", installation.key, "--to", tmp_path / "b"
    )
    assert {"files/signature_issuers/more/one.pem", "files/reports_ca/ca.pem"} <= set(done.stdout.splitlines())


def test_programs_are_told_what_the_address_says_and_else_postgresqls_own_variables(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PGHOST", "elsewhere")
    monkeypatch.setenv("PGSSLMODE", "verify-full")
    told = environment(make_url("postgresql://desk@here/desk"))
    assert (told["PGHOST"], told["PGUSER"], told["PGSSLMODE"]) == ("here", "desk", "verify-full")
    assert environment(make_url("postgresql:///desk"))["PGHOST"] == "elsewhere"


@pytest.mark.parametrize(
    "address, hosts, ports",
    [
        ("postgresql://desk@a,b/desk?target_session_attrs=read-write", "a,b", None),
        ("postgresql://desk@/desk?host=a:5432&host=b:5433&target_session_attrs=read-write", "a,b", "5432,5433"),
    ],
)
def test_of_two_servers_programs_are_told_both_and_take_the_one_that_the_desk_takes(
    address: str, hosts: str, ports: str | None
) -> None:
    told = environment(make_url(f"{address}&connect_timeout=3&tcp_user_timeout=10000"))
    assert (told["PGHOST"], told.get("PGPORT"), told["PGTARGETSESSIONATTRS"]) == (hosts, ports, "read-write")
    assert told["PGCONNECT_TIMEOUT"] == "3"


def test_each_secret_is_brought_out_as_a_file_that_only_its_owner_reads(
    installation: Installation, desk: Database, tmp_path: Path
) -> None:
    file = installation.backed_up()
    assert installation.call("backup-files", file, "--key", installation.key, "--to", tmp_path / "b").exit_code == 0
    secret = tmp_path / "b" / "secrets" / "journal_key"
    assert (secret.read_text(), secret.stat().st_mode & 0o777) == (KEY, 0o600)


def test_nothing_is_packed_under_a_name_that_means_something_else() -> None:
    packer = Packer(Sealed(io.BytesIO(), [Identity.new().recipient]), datetime.now(UTC))
    packer.add("twice", b"")
    for name in ("manifest.json", "desk", "desk/000000", "keycloak/any", "twice"):
        with pytest.raises(BackupRefused):
            packer.add(name, b"")
    with pytest.raises(BackupRefused):
        packer.stream("files/large", io.BytesIO().read)


def test_of_two_databases_each_gets_its_own_pieces() -> None:
    out, identity = io.BytesIO(), Identity.new()
    sealed = Sealed(out, [identity.recipient])
    packer = Packer(sealed, datetime.now(UTC))
    packer.stream("desk", io.BytesIO(b"d" * 9_000_000).read)
    packer.stream("keycloak", io.BytesIO(b"k").read)
    packer.end(held_by(packer), keeper())
    sealed.end()
    found = {"desk": io.BytesIO(), "keycloak": io.BytesIO()}
    unpack(Opened(io.BytesIO(out.getvalue()), identity), {name: one.write for name, one in found.items()})
    assert [one.getvalue() for one in found.values()] == [b"d" * 9_000_000, b"k"]


def test_a_backup_that_could_not_be_opened_gets_no_name_and_nothing_older_goes(
    installation: Installation, desk: Database, backups: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = Packer._member
    monkeypatch.setattr(Packer, "_member", lambda self, name, content: packed(self, name, content[:-1]))
    done = installation.call("backup", "--to", backups, "--keep", 1)
    assert (done.exit_code, "cannot be read back" in done.stderr) == (1, True), done.output
    assert [one.name for one in backups.iterdir()] == [OLD]


def test_one_that_the_journal_takes_no_note_of_stays_and_has_an_exit_code_of_its_own(
    installation: Installation, desk: Database, backups: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object, **__: object) -> None:
        raise OperationalError("", {}, Exception("database is locked"))

    monkeypatch.setattr(journal, "record", locked)
    done = installation.call("backup", "--to", backups, "--keep", 1)
    assert (done.exit_code, "made, but not noted" in done.stderr, "is locked" in done.stderr) == (4, True, True)
    monkeypatch.undo()
    (new,) = [one for one in backups.iterdir() if one.name != OLD]
    assert (backups / OLD).exists()
    assert installation.call("verify-backup", new, "--key", installation.key).exit_code == 0


def test_older_ones_that_cannot_be_removed_are_told_beside_the_new_one(
    installation: Installation, desk: Database, backups: Path
) -> None:
    (backups / OLD).unlink()
    (backups / OLD / "in the way").mkdir(parents=True)
    done = installation.call("backup", "--to", backups, "--keep", 1)
    assert (done.exit_code, "cannot be removed" in done.stderr) == (5, True), done.output
    assert len(list(backups.iterdir())) == 2


def test_which_secrets_are_in_it_and_which_are_not_is_told(installation: Installation, desk: Database) -> None:
    done = installation.call("backup", "--to", installation.folder / "backups")
    given = {"journal_key", "database_url"}
    missing = done.stderr.splitlines()[0].partition("given them: ")[2].rstrip(".").split(", ")
    assert set(missing) == set(BROUGHT_BACK) - given, done.stderr
    file = done.stdout.partition(": ")[0]
    seen = json.loads(installation.call("verify-backup", file, "--key", installation.key, "--json").stdout)
    assert (set(seen["secrets"]), seen["signed_by"]) == (given, keeper().public_key)


def test_one_that_another_journal_signed_is_none_of_ours(
    installation: Installation, desk: Database, there: Installation
) -> None:
    file = installation.backed_up()
    words = ("verify-backup", file, "--key", installation.key)
    forged = installation.call(*words, PROVISIONER_JOURNAL_KEY="k" * 40)
    assert (forged.exit_code, "not of this journal" in forged.output) == (3, True)
    assert installation.call(*words, "--signed-by", "0" * 64).exit_code == 3
    assert keeper().public_key in installation.call(*words, PROVISIONER_JOURNAL_KEY=None).output
    done = there.call("restore", file, "--key", there.key, PROVISIONER_JOURNAL_KEY="k" * 40)
    assert done.exit_code == 1


def test_what_a_backup_says_of_itself_cannot_be_altered_without_its_journals_key() -> None:
    packer = Packer(Sealed(io.BytesIO(), [Identity.new().recipient]), datetime.now(UTC))
    said = held_by(packer)
    text = said.text(keeper())
    assert read(text) == said
    with pytest.raises(BadBackup, match="signature"):
        read(text.replace(b'"database": "sqlite"', b'"database": "other"'))
