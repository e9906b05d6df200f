"""The Java that runs Keycloak: JAVA_HOME first, then the one on PATH."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from provisioner.local.errors import StackError

OLDEST = 17
FIRST_WITH_AOT_CACHE = 25


@dataclass(frozen=True)
class Java:
    """One Java runtime; `banner` tells builds of the same version apart."""

    program: Path
    major: int
    banner: str

    @property
    def has_aot_cache(self) -> bool:
        """Whether it can start from a cache of loaded classes, which halves Keycloak's start."""
        return self.major >= FIRST_WITH_AOT_CACHE


def find_java(environment: Mapping[str, str] | None = None) -> Java:
    """The Java to run Keycloak with.

    Raises StackError when there is none, or only one older than 17.
    """
    environment = os.environ if environment is None else environment
    home = environment.get("JAVA_HOME")
    path = str(Path(home) / "bin" / "java") if home else shutil.which("java", path=environment.get("PATH"))
    if not path or not Path(path).is_file():
        where = f"JAVA_HOME is {home}, which holds no bin/java" if home else "no java on PATH"
        raise StackError(f"Java is missing ({where}): install Java {OLDEST} or newer")
    return _asked(Path(path))


def _asked(program: Path) -> Java:
    try:
        answer = subprocess.run([program, "-version"], capture_output=True, text=True, check=True, timeout=60)
    except (OSError, subprocess.SubprocessError) as error:
        raise StackError(f"Java does not start: {program}: {type(error).__name__}") from error
    banner = answer.stderr + answer.stdout
    found = re.search(r'version "(?:1\.)?(\d+)', banner)
    major = int(found.group(1)) if found else 0
    if major < OLDEST:
        raise StackError(f"Java {major or '?'} is too old ({program}): Keycloak needs Java {OLDEST} or newer")
    return Java(program, major, banner)
