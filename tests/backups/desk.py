"""An installation that makes backups and one that they are restored into, on either database, by the command line."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import psycopg
from click.testing import CliRunner, Result

from provisioner.backups.age import Identity
from provisioner.cli.main import provisioner
from provisioner.database import Database
from tests.databases import DESK, OWNER, made_postgres, under
from tests.journal.desk import KEY
from tests.privacy.desk import erasing

MINE = Identity.new()


@dataclass
class Installation:
    """One machine: its database, its folder, and the settings its commands are given."""

    url: str
    folder: Path
    more: dict[str, str]

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PROVISIONER_DATA_DIR": str(self.folder),
            "PROVISIONER_DATABASE_URL": self.url,
            "PROVISIONER_JOURNAL_KEY": KEY,
            "PROVISIONER_BACKUP_RECIPIENTS": str(MINE.recipient),
            "PROVISIONER_ERASURE_LIST": str(self.list),
            **self.owners,
            **self.more,
        }

    @property
    def owners(self) -> dict[str, str]:
        """Where the running desk owns nothing, whoever does."""
        return {"PROVISIONER_OWNER_DATABASE_URL": under(self.url, OWNER)} if f"//{DESK}@" in self.url else {}

    @property
    def list(self) -> Path:
        return self.folder / "apart" / "erasures.jsonl"

    @property
    def key(self) -> Path:
        file = self.folder / "private-key"
        file.write_text(MINE.file(datetime.now(UTC)))
        return file

    def call(self, *words: object, **more: str | None) -> Result:
        return CliRunner().invoke(provisioner, [str(one) for one in words], env=self.environment | more)

    def backed_up(self) -> Path:
        """A backup of this moment."""
        done = self.call("backup", "--to", self.folder / "backups")
        assert done.exit_code == 0, done.output
        return Path(done.stdout.partition(": ")[0])

    def opened(self) -> Iterator[Database]:
        """Its database, as a process that may erase has it."""
        with erasing(self.url, self.folder) as database:
            yield database


def elsewhere(beside: Installation, folder: Path, server: str | None) -> Installation:
    """A machine on which nothing is yet but the list of erasures, with an empty database of the same kind."""
    folder.mkdir()
    sqlite = f"sqlite:///{folder / 'desk.sqlite'}"
    url = under(made_postgres(server, f"r_{uuid4().hex}", OWNER), DESK) if server else sqlite
    found = Installation(url, folder, {})
    found.list.parent.mkdir()
    found.list.write_bytes(beside.list.read_bytes() if beside.list.exists() else b"")
    return found


def dropped(url: str, server: str) -> None:
    """The database of such a machine is gone again."""
    name = url.partition("@/")[2].partition("?")[0]
    with psycopg.connect(f"host={server} user=postgres dbname=postgres", autocommit=True) as admin:
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
