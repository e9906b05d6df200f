"""The process manager of the local stack: starts, watches, restarts, and leaves nothing behind."""

import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from provisioner.local.errors import StackError
from provisioner.local.processes import stop_child
from provisioner.local.progress import Say
from provisioner.local.server import last_line

WATCH_SECONDS = 0.5
RESTARTS = 3
RESTARTS_WITHIN = 60.0


@dataclass
class Child:
    """One process of the stack and how to start it again."""

    name: str
    command: list[str]
    environment: Mapping[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    ended_at: deque[float] = field(default_factory=lambda: deque(maxlen=RESTARTS))

    @property
    def running(self) -> bool:
        """Whether its process is there."""
        return self.process is not None and self.process.poll() is None


class Supervisor:
    """Holds the children; leaving the `with` block stops them all, the newest first."""

    def __init__(self, logs: Path, say: Say, stop_seconds: float = 20) -> None:
        self._logs = logs
        self._say = say
        self._stop_seconds = stop_seconds
        self._children: list[Child] = []
        self._lifeline: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._lifeline = subprocess.Popen(
            [sys.executable, "-m", "provisioner.local.lifeline"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for child in reversed(self._children):
            if child.process is not None:
                stop_child(child.process, self._stop_seconds)
                self._tell(f"-{child.process.pid}")
        if self._lifeline is not None and self._lifeline.stdin is not None:
            self._lifeline.stdin.close()
            self._lifeline.wait()

    def start(self, name: str, command: list[str], environment: Mapping[str, str]) -> None:
        """Start one process; its output goes into a log of its own."""
        child = Child(name, command, environment, self._logs / f"{name}.log")
        self._children.append(child)
        self._launch(child)

    def wait_until(self, ready: Callable[[], bool], name: str, seconds: float) -> None:
        """Wait for a started process to do its work.

        Raises StackError when it ends first, or has not become ready in time.
        """
        child = next(child for child in self._children if child.name == name)
        deadline = time.monotonic() + seconds
        while not ready():
            if not child.running:
                raise StackError(f"{name} ended while starting: {last_line(child.log)}")
            if time.monotonic() > deadline:
                raise StackError(f"{name} was not ready within {seconds:.0f} s: {last_line(child.log)}")
            time.sleep(WATCH_SECONDS / 4)

    def watch(self) -> None:
        """Keep everything running, for ever.

        Raises StackError when a process keeps ending.
        """
        while True:
            for child in self._children:
                if not child.running:
                    self._again(child)
            time.sleep(WATCH_SECONDS)

    def _again(self, child: Child) -> None:
        now = time.monotonic()
        often = len(child.ended_at) == RESTARTS and now - child.ended_at[0] < RESTARTS_WITHIN
        code = child.process.returncode if child.process else None
        if often:
            raise StackError(f"{child.name} keeps ending (exit code {code}): {last_line(child.log)}")
        child.ended_at.append(now)
        self._say(f"{child.name} ended (exit code {code}); starting it again")
        if child.process is not None:
            stop_child(child.process, self._stop_seconds)
            self._tell(f"-{child.process.pid}")
        self._launch(child)

    def _launch(self, child: Child) -> None:
        child.log.parent.mkdir(parents=True, exist_ok=True)
        with child.log.open("ab") as log:
            child.process = subprocess.Popen(
                child.command,
                env=dict(child.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._tell(f"+{child.process.pid}")

    def _tell(self, line: str) -> None:
        if self._lifeline is not None and self._lifeline.stdin is not None:
            self._lifeline.stdin.write(f"{line}\n".encode())
            self._lifeline.stdin.flush()
