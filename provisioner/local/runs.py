"""Running one of our own commands to its end."""

import subprocess
from collections.abc import Mapping

from provisioner.local.errors import StackError

SECONDS = 300


def run(words: list[str], environment: Mapping[str, str], trouble: str) -> None:
    """Run a command, quietly while it works.

    Raises StackError with `trouble` and the last line it said when it fails.
    """
    try:
        done = subprocess.run(
            words,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise StackError(f"{trouble}: {type(error).__name__}") from error
    if done.returncode:
        told = (done.stderr or done.stdout).strip().splitlines() or [f"exit code {done.returncode}"]
        raise StackError(f"{trouble}: {told[-1]}")
