"""A worker in a process of its own before a realm and a mailbox in another's memory, killed at any moment.

The process is forked, with all that is known of the database's statements: so a thousand of them cost a minute. It
takes over no connection, since ours are closed before.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, cast

from sqlalchemy.orm import Session

from provisioner.database import Database
from provisioner.outside.ports import LoginOrEmailTaken, UserMissing
from tests.fakes import FakeDirectory, FakeMailer
from tests.worker.desk import WorkerDesk

PROCESSES = multiprocessing.get_context("fork")
SILENT = 60
"""So many seconds a worker needs for nothing; then it hangs, and whoever drew the moment adds the seed to that."""


@dataclass
class Moments:
    """Counts what a worker passes: places, calls, commits; at the last it is gone, without a goodbye to anybody."""

    last: int = 0
    passed: int = 0

    def __call__(self, *_: object) -> None:
        self.passed += 1
        if self.passed == self.last:
            os.kill(os.getpid(), signal.SIGKILL)


class Elsewhere:
    """A part of the outside in another process; a moment lies before and after each call."""

    def __init__(self, part: str, line: Connection, moment: Moments) -> None:
        self._part, self._line, self._moment = part, line, moment

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*asked: object) -> object:
            self._moment()
            self._line.send((self._part, name, asked))
            answer, trouble = self._line.recv()
            self._moment()
            if trouble is not None:
                raise trouble[0](*trouble[1:])
            return answer

        return call


class Counted(Database):
    """A moment lies before and after each commit."""

    moment = Moments()

    @contextmanager
    def transaction(self, patience: float | None = None) -> Iterator[Session]:
        with super().transaction(patience) as session:
            yield session
            self.moment()
        self.moment()


def work(database: Counted, line: Connection, last: int) -> None:
    """Do everything that is due, up to the last moment."""
    database.moment = moment = Moments(last)
    realm, mailer = (cast(Any, Elsewhere(part, line, moment)) for part in ("realm", "mail"))
    with closing(database):
        desk = WorkerDesk(database, realm=realm, mailer=mailer)
        desk.run(desk.worker(moment))


def killed(database: Counted, directory: FakeDirectory, mailer: FakeMailer, last: int) -> bool:
    """Let a worker run to its last moment; whether it came that far."""
    database.close()
    ours, theirs = PROCESSES.Pipe()
    process = PROCESSES.Process(target=work, args=(database, theirs, last))
    process.start()
    theirs.close()
    try:
        _answer(ours, {"realm": directory, "mail": mailer})
        process.join(SILENT)
        assert process.exitcode is not None, f"the worker does not end, {SILENT} s after its last word; moment {last}"
    finally:
        if process.exitcode is None:
            process.kill()
            process.join()
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode != 0


def _answer(line: Connection, parts: dict[str, Any]) -> None:
    with closing(line):
        while True:
            try:
                assert line.poll(SILENT), f"the worker has said nothing for {SILENT} s"
                part, name, asked = line.recv()
                line.send(_answered(getattr(parts[part], name), asked))
            except (EOFError, OSError):
                return


def _answered(call: Callable[..., Any], asked: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...] | None]:
    try:
        return call(*asked), None
    except LoginOrEmailTaken as taken:
        return None, (LoginOrEmailTaken, taken.email)
    except UserMissing:
        return None, (UserMissing,)
