"""`provisioner verify-backup` and `backup-files`: what is in a backup, for the holder of its key."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

import click
import sqlalchemy as sa

from provisioner import backups, journal
from provisioner.backups.age import BadKey, read_identity
from provisioner.cli import here

BROKEN = 3
"""The exit code for a file that is not what a backup wrote."""
Command = TypeVar("Command", bound=Callable[..., Any])


def of_a_backup(command: Command) -> Command:
    """FILE and its key, as every such command asks for them."""
    key = click.option("--key", type=click.Path(path_type=Path), required=True,
                       help="File with the private key (`provisioner backup-key`).")  # fmt: skip
    return click.argument("file", type=click.Path(dir_okay=False, path_type=Path))(key(command))


def opened(file: Path, key: Path) -> backups.Backup:
    """The backup with its key. Ends the command when that is none."""
    try:
        return backups.Backup(file, read_identity(key))
    except BadKey as error:
        raise click.ClickException(f"{error}.") from None


@click.command("verify-backup")
@of_a_backup
@click.option("--in", "folder", type=click.Path(exists=True, file_okay=False, path_type=Path),
              help="Where a SQLite database is unpacked meanwhile; the system's own place by default.")  # fmt: skip
@click.option("--scratch-url-file", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="File with the address of an empty PostgreSQL database, filled, read and emptied.")  # fmt: skip
@click.option("--signed-by", metavar="KEY", help="Whose signature it bears (`provisioner audit public-key`); by "
              "default this journal's, where its key is set.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print one object with all that was seen.")
def verify_backup(
    file: Path, key: Path, folder: Path | None, scratch_url_file: Path | None, signed_by: str | None, as_json: bool
) -> None:
    """Look whether FILE would bring everything back: seals, digests, database, journal to its end, number of rows.

    Ends with 0 when it would, with 3 when it would not, with 1 when it could not be looked at or is for another key.
    Of PostgreSQL the journal is read only in a scratch database.
    """
    scratch = _address(scratch_url_file) if scratch_url_file else None
    known = (signed_by,) if signed_by else _own_keys()
    try:
        seen = backups.verified(opened(file, key), folder, scratch, known)
    except (backups.WrongBackupKey, backups.BackupRefused) as refused:
        raise click.ClickException(f"not looked at: {refused}.") from None
    except backups.BadBackup as bad:
        click.echo(json.dumps({"whole": False, "fault": str(bad)}) if as_json else f"Not whole: {bad}.")
        sys.exit(BROKEN)
    click.echo(json.dumps(_told(seen, known), indent=2) if as_json else _words(seen, known))


@click.command("backup-files")
@of_a_backup
@click.option("--to", "folder", type=click.Path(path_type=Path), required=True, help="A folder that is not there yet.")
def backup_files(file: Path, key: Path, folder: Path) -> None:
    """Bring out of FILE what a new machine needs before it can restore: settings, files of the office, secrets."""
    try:
        names = backups.save_files(opened(file, key), folder)
    except (backups.BadBackup, backups.BackupRefused) as refused:
        raise click.ClickException(f"nothing was brought out: {refused}.") from None
    click.echo("\n".join(map(click.format_filename, names)))
    click.echo(f"In {folder}: secrets lie there in clear. Delete it when they are in their places.", err=True)


def _own_keys() -> Sequence[str] | None:
    """A backup from before an exchange of the key bears the former one's signature."""
    keeper = journal.keeper_for(here.settings())
    return [one.public_key for one in keeper.known] if keeper else None


def _address(file: Path) -> sa.URL:
    try:
        return sa.make_url(file.read_text(encoding="utf-8").strip())
    except (sa.exc.ArgumentError, OSError, ValueError):
        raise click.ClickException(f"{file}: an address like postgresql://desk@database/scratch is expected.") from None


def _told(seen: backups.Verified, known: Sequence[str] | None) -> dict[str, Any]:
    said = seen.said
    return {
        "whole": True, "made_at": said.made_at.isoformat(), "program": said.program, "schema": said.schema,
        "database": said.database, "versions": asdict(said.versions), "keycloak": said.keycloak, "rows": seen.rows,
        "position": said.journal.position,
        "journal_read": seen.journal is not None, "counts": dict(said.counts),
        "secrets": list(said.secrets), "signed_by": said.signed_by, "signature_compared": known is not None,
    }  # fmt: skip


def _words(seen: backups.Verified, known: Sequence[str] | None) -> str:
    said = seen.said
    journal = "read to its end and whole" if seen.journal else "not read, for which a scratch database is needed"
    return "\n".join(
        [
            f"Whole: made {said.made_at:%Y-%m-%d %H:%M} UTC by version {said.program}, schema {said.schema}, "
            f"{said.database}, {seen.rows:,} rows.",
            f"Its journal, {said.journal.position:,} lines, was {journal}.",
            f"Keycloak's database is {'in it' if said.keycloak else 'not in it'}.",
            f"Made of: {', '.join(_versions(said)) or 'versions that it does not name'}.",
            f"Secrets in it: {', '.join(said.secrets)}.",
            "Signed by the journal that was named."
            if known
            else f"Signed by {said.signed_by}: is that what `provisioner audit public-key` says?",
        ]
    )


def _versions(said: backups.Manifest) -> Iterator[str]:
    of = said.versions
    if of.database:
        yield f"{'SQLite' if said.database == 'sqlite' else 'PostgreSQL'} {of.database}"
    if of.keycloak:
        yield f"Keycloak {of.keycloak}"
    if of.keycloak_database:
        yield f"Keycloak's PostgreSQL {of.keycloak_database}"
