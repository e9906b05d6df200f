"""`provisioner backup` and the keys for it."""

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from provisioner import backups
from provisioner.backups.age import Identity
from provisioner.cli import here
from provisioner.cli.opening import connect
from provisioner.settings import PREFIX

NOT_NOTED, NOT_REMOVED = 4, 5
"""The exit codes for a backup that lies there whole, and of which something else went wrong."""


@click.command("backup")
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path), required=True,
              help="Folder of the backups; made if need be.")  # fmt: skip
@click.option("--keep", type=click.IntRange(1, 10_000), help="Remove older ones, so that this many stay.")
@click.option("--keep-days", type=click.IntRange(1, 10_000),
              help="Beside those the last one of each of so many days that have any; with --keep.")  # fmt: skip
@click.option(
    "--json", "as_json", is_flag=True, help="Print one object: file, bytes, rows, keycloak, removed, missing secrets."
)
def backup(folder: Path, keep: int | None, keep_days: int | None, as_json: bool) -> None:
    """Put everything into one sealed file, while the desk goes on; nothing older is removed before it is on the disk.

    Only the holder of a private key reads it (PROVISIONER_BACKUP_RECIPIENTS, `provisioner backup-key`): this machine
    cannot. Ends with 1 and leaves no file when something goes wrong; with 4 when the file is there and whole, but the
    journal took no note of it, with 5 when older ones could not be removed.
    """
    if keep_days and not keep:
        raise click.UsageError("--keep-days says which stay beside the newest: give --keep, too")
    settings, stay = here.settings(), backups.Keep(keep, keep_days or 0) if keep else None
    try:
        made = backups.make(settings, connect(settings), folder, stay)
    except backups.BackupRefused as refused:
        raise click.ClickException(f"no backup was made: {refused}.") from None
    except backups.MadeBut as but:
        click.echo(f"Error: made, but not noted: {but}." if isinstance(but, backups.NotNoted)
                   else f"Error: made, but not tidied up: {but}.", err=True)  # fmt: skip
        sys.exit(NOT_NOTED if isinstance(but, backups.NotNoted) else NOT_REMOVED)
    rows = sum(made.said.counts.values())
    if as_json:
        told = {"file": str(made.file), "bytes": made.bytes, "rows": rows, "keycloak": made.said.keycloak,
                "removed": made.removed, "without_secrets": made.without}  # fmt: skip
        click.echo(json.dumps(told))
        return
    click.echo(f"{made.file}: {made.bytes:,} bytes, {rows:,} rows, journal to position {made.said.journal.position:,}.")
    for name in made.removed:
        click.echo(f"Removed: {name}")
    if made.without:
        click.echo(f"Secrets that are not in it, because this process was not given them: {', '.join(made.without)}.",
                   err=True)  # fmt: skip
    if not made.said.keycloak:
        click.echo(
            "Keycloak's database, where the customers' passwords live, is not in it: set "
            f"{PREFIX}KEYCLOAK_DATABASE_URL, or back it up by its own means.",
            err=True,
        )


@click.command("backup-key")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup_key(file: Path) -> None:
    """Make a key for backups: the private half into the new FILE, the public one onto the screen.

    FILE opens every backup made for it: keep it, twice, where the backups and this machine are not.
    """
    made = Identity.new()
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise click.ClickException(f"{file} is there already and was left alone.") from None
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}") from None
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        out.write(made.file(datetime.now(UTC)))
        out.flush()
        os.fsync(out.fileno())
    click.echo(f"{PREFIX}BACKUP_RECIPIENTS={made.recipient}")
