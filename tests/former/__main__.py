"""Make the rows of a former release: check it out, install it, let its own sample desk and a busy day fill them.

`python -m tests.former` writes tests/former/0001.json; `--keep FOLDER` also leaves its data folder there, as
`local down` left it.
"""

import shutil
import sys
from argparse import ArgumentParser
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from provisioner.database import Database
from tests.former.release import COMMITS, Release, installed
from tests.former.rows import keep, read

OFFICE = (
    ("closed-day", "add", "2026-12-24", "Wigilia, biuro zamknięte"),
    ("setting", "set", "temp_password_ttl_hours", "336"),
)


def main() -> int:
    """Do it for one revision, the newest former one by default."""
    parser = ArgumentParser(prog="python -m tests.former", description=__doc__)
    parser.add_argument("revision", nargs="?", default=max(COMMITS), choices=sorted(COMMITS))
    parser.add_argument("--keep", type=Path, help="an empty place for the release's data folder")
    wanted = parser.parse_args()
    with TemporaryDirectory(prefix="former-") as folder, installed(wanted.revision, Path(folder)) as release:
        data = Path(folder) / "var"
        release.sample_desk(data)
        if wanted.keep:
            shutil.copytree(data, wanted.keep, symlinks=True)
        file = keep(wanted.revision, busy_rows(release, wanted.revision, data))
    print(f"{file.name}: {file.stat().st_size // 1000} kB")
    return 0


def busy_rows(release: Release, revision: str, data: Path) -> "dict[str, list[dict[str, object]]]":
    """The rows after a busy day, which no Keycloak has seen."""
    for words in OFFICE:
        release.run(data, *words)
    release.busy_day(revision, data / "desk.sqlite")
    with closing(Database(f"sqlite:///{data}/desk.sqlite")) as database:
        return read(database)


if __name__ == "__main__":
    sys.exit(main())
