"""`provisioner web`: the desk in several processes of gunicorn, ended cleanly by SIGTERM."""

from collections.abc import Callable
from typing import Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.config import Config
from gunicorn.glogging import Logger

from provisioner.cli.buffering import BufferedWorker, UploadWorker
from provisioner.cli.logs import set_up_logs
from provisioner.cli.opening import connect, open_journal
from provisioner.settings import load
from provisioner.web.app import create_app

PROCESSES = 2
THREADS = 4
SECONDS_TO_FINISH = 10
PATIENCE_SECONDS = 3.0
"""A person is told after this long that the database is busy, once, instead of waiting."""


class ThroughOurs(Logger):  # type: ignore[misc]
    """Gunicorn's own lines leave through our log (`cli/logs.py`), in its form and without a traceback."""

    def setup(self, cfg: Config) -> None:
        """As it would, but with no handler of its own."""
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True


class DeskServer(BaseApplication):  # type: ignore[misc]
    """Gunicorn inside our own command; each process opens the database after the fork."""

    def __init__(self, bind: str, build: Callable[[], Flask], worker: type[BufferedWorker] = BufferedWorker) -> None:
        self._bind = bind
        self._build = build
        self._worker = worker
        super().__init__()

    def load_config(self) -> None:
        """How gunicorn runs: our address, no control socket in the home folder."""
        choices: dict[str, Any] = {
            "bind": self._bind,
            "workers": PROCESSES,
            "worker_class": self._worker,
            "threads": THREADS,
            "graceful_timeout": SECONDS_TO_FINISH,
            "control_socket_disable": True,
            "logger_class": ThroughOurs,
            "loglevel": "warning",
        }
        for name, value in choices.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application of one process."""
        return self._build()


@click.command("web")
def serve() -> None:
    """Serve the desk's pages until stopped."""
    settings = load()
    set_up_logs(settings.log_format)
    settings.require("secret_key", "desk_client_secret", "journal_key")
    open_journal(settings).close()
    DeskServer(settings.bind, lambda: create_app(settings, connect(settings, PATIENCE_SECONDS)), UploadWorker).run()
