"""Secrets of one installation: drawn once, kept in files only their owner can read."""

import os
import secrets
from pathlib import Path

TOKEN_BYTES = 32


def private_folder(folder: Path) -> Path:
    """Make a folder nobody else can look into."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder


def write_secret(file: Path, value: str) -> None:
    """Write a secret so that nobody else can read it, not even for a moment."""
    private_folder(file.parent)
    draft = file.with_name(file.name + ".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
        stream.write(value)
    draft.replace(file)


def secret(file: Path) -> str:
    """The secret in a file, drawn and written at the first call."""
    if not file.is_file():
        write_secret(file, secrets.token_urlsafe(TOKEN_BYTES))
    file.chmod(0o600)
    return file.read_text().strip()
