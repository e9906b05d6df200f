"""One server process with all it starts: begun, told to end and killed as often as a test wants."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

START_SECONDS, END_SECONDS = 600, 60
"""The first Keycloak makes its schema, which takes minutes where others work on the same machine."""


@dataclass
class Node:
    """A part of the installation on a machine that is all its own in this: nothing of it survives `kill`."""

    kind: str
    command: Sequence[str | Path]
    environment: Mapping[str, str]
    log: Path
    ready: Callable[[], bool]
    _process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)

    def start(self) -> None:
        """Begin it and wait until it says that it is ready."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command, env=self.environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                start_new_session=True,
            )  # fmt: skip
        end = time.monotonic() + START_SECONDS
        while not self.ready():
            assert self._process.poll() is None, f"{self.kind} ended while starting:\n{self.said()}"
            assert time.monotonic() < end, f"{self.kind} is not ready after {START_SECONDS} s:\n{self.said()}"
            time.sleep(0.2)

    def kill(self) -> None:
        """SIGKILL for all of it: no handler, no goodbye, as when its machine is lost."""
        self._signal(signal.SIGKILL)

    def stop(self) -> None:
        """SIGTERM for all of it, as systemd ends a service; waits until it has ended."""
        self._signal(signal.SIGTERM)

    def end(self) -> None:
        """Leave nothing of it behind, whatever state it is in."""
        if self._process is not None:
            self.kill()

    @property
    def runs(self) -> bool:
        """Whether what was begun last still does."""
        return self._process is not None and self._process.poll() is None

    def said(self) -> str:
        """The end of its log."""
        return self.log.read_text(errors="replace")[-3000:]

    def processes(self) -> Iterable[int]:
        """All processes of it that live now."""
        group = self._process.pid if self._process else 0
        for place in Path("/proc").glob("[0-9]*"):
            try:
                if os.getpgid(int(place.name)) == group:
                    yield int(place.name)
            except ProcessLookupError:
                continue

    def _signal(self, number: int) -> None:
        assert self._process is not None, f"{self.kind} does not run"
        os.killpg(self._process.pid, number)
        self._process.wait(END_SECONDS)
        self._process = None
