"""One running Keycloak on this machine, loopback only."""

import os
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import requests

from provisioner.local.errors import StackError
from provisioner.local.java import Java
from provisioner.local.processes import let_go, stop_child
from provisioner.office.time import OFFICE_TIME

ADMIN = "admin"
AOT_CACHE = "keycloak.aot"
STOP_SECONDS = 20
# Ready in 7 s instead of 10 s; a server that shall show its full speed gets `jvm_options=()`.
QUICK_START = ("-XX:TieredStopAtLevel=1",)
HEALTH_SECONDS = 2
# The health page is asked while the server starts; each "not yet" would be a line of its log.
LOG_LEVEL = "INFO,io.smallrye.health:WARN,org.keycloak.common.Profile:ERROR"


class KeycloakServer:
    """Starts and stops one server in its own prepared tree (see prepared.py)."""

    def __init__(
        self,
        home: Path,
        http_port: int,
        management_port: int,
        log: Path,
        *,
        java: Java,
        host: str = "localhost",
        jvm_options: tuple[str, ...] = QUICK_START,
        extra_environment: Mapping[str, str] | None = None,
    ) -> None:
        self.home = home
        self.http_port = http_port
        self.management_port = management_port
        self.log = log
        self.url = f"http://{host}:{http_port}"
        self._java = java
        self._jvm_options = jvm_options
        self._extra_environment = dict(extra_environment or {})
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def command(self) -> list[str]:
        """What starts it; holds no secret."""
        return [
            str(self.home / "bin" / "kc.sh"),
            "start",
            "--optimized",
            "--cache=local",
            "--http-enabled=true",
            "--http-host=127.0.0.1",
            f"--http-port={self.http_port}",
            f"--http-management-port={self.management_port}",
            f"--hostname={self.url}",
            f"--log-level={LOG_LEVEL}",
        ]

    @property
    def environment(self) -> dict[str, str]:
        """Its whole environment: nothing of ours but PATH and HOME, so that no stray KC_ setting changes it.

        Java writes the time of day into Keycloak's notices by TZ, wherever this machine stands.
        """
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        options = list(self._jvm_options)
        cache = self.home / AOT_CACHE
        if self._java.has_aot_cache and cache.is_file():
            options.append(f"-XX:AOTCache={cache}")
        java = {"JAVA": str(self._java.program), "JAVA_OPTS_APPEND": " ".join(options)}
        return kept | java | {"TZ": OFFICE_TIME.key} | self._extra_environment

    @property
    def pid(self) -> int:
        """The process, which leads its own group.

        Raises RuntimeError before the start and after the stop.
        """
        if self._process is None:
            raise RuntimeError("Keycloak was not started")
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether the process is there; it may still be starting."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start the process and return at once."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_ready(self, timeout: float = 120) -> None:
        """Wait until it answers.

        Raises StackError when the process ends first or the seconds run out.
        """
        deadline = time.monotonic() + timeout
        while not is_ready(self.management_port):
            if not self.running:
                raise StackError(f"Keycloak ended while starting: {last_line(self.log)}")
            if time.monotonic() > deadline:
                raise StackError(f"Keycloak did not become ready within {timeout:.0f} s: {last_line(self.log)}")
            time.sleep(0.2)

    def stop(self, seconds: float = STOP_SECONDS) -> None:
        """Stop it, by force after so many seconds; nothing happens when it is not running."""
        process, self._process = self._process, None
        if process is not None:
            stop_child(process, seconds)

    def leave_running(self) -> int:
        """Give the process up to whoever knows its number, which is returned; this object no longer stops it.

        Raises RuntimeError when it was not started.
        """
        pid, process = self.pid, self._process
        if process is not None:
            let_go(process)
        self._process = None
        return pid

    def __enter__(self) -> Self:
        self.start()
        try:
            self.wait_ready()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def is_ready(management_port: int) -> bool:
    """Whether a server answers its health page as ready."""
    with requests.Session() as session:
        session.trust_env = False  # a proxy of the machine has no business on the loopback
        try:
            answer = session.get(f"http://127.0.0.1:{management_port}/health/ready", timeout=HEALTH_SECONDS)
        except requests.RequestException:
            return False
    return answer.ok


def last_line(log: Path) -> str:
    """The last thing a log says, preferring an error; for one-line messages."""
    lines = log.read_text(errors="replace").splitlines() if log.is_file() else []
    errors = [line for line in lines if "ERROR" in line]
    return (errors[-1:] or lines[-1:] or ["its log is empty"])[0].strip() + f" (log: {log})"
