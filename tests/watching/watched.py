"""A desk that is looked at: its database, and a host in the test's hand."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import requests
from prometheus_client import CollectorRegistry
from prometheus_client.parser import text_string_to_metric_families

from provisioner.database import Database
from provisioner.watching import Host, Scraped, Scraping, Watch
from provisioner.watching.gauges import Gauge

SECONDS = 10
LAST = timedelta(hours=26)
"""How long a backup of each day is good."""


@dataclass
class WatchedHost:
    """What the machine would tell."""

    folder: Path
    pages: bool = True
    certificates: dict[str, datetime] = field(default_factory=dict)
    secrets: dict[str, Path] = field(default_factory=dict)

    def host(self) -> Host:
        return Host(self.folder, self.anchors, lambda: self.pages, self.secrets, lambda: self.certificates)

    @property
    def anchors(self) -> Path:
        return self.folder / "anchors.jsonl"

    def secret(self, name: str, at: datetime) -> None:
        """A file of a secret, last changed then."""
        file = self.folder / name
        file.write_text("s" * 40)
        os.utime(file, (at.timestamp(), at.timestamp()))
        self.secrets[name] = file


def told(watch: Watch, gauge: Gauge) -> Mapping[str, float]:
    """The readings of a gauge by what they are of."""
    return {one.of: one.value for one in watch.readings() if one.gauge is gauge}


def watch_over(database: Database, host: WatchedHost) -> Watch:
    return Watch(database, host.host(), LAST)


@contextmanager
def answering(registry: CollectorRegistry, watch: Watch, token: str = "") -> Iterator[str]:
    """The address at which all of it is told."""
    registry.register(Scraped(watch.readings))
    serving = Scraping("127.0.0.1:0", registry, token)
    try:
        yield f"http://127.0.0.1:{serving.port}"
    finally:
        serving.stop()


def scraped(address: str) -> str:
    answer = requests.get(f"{address}/metrics", timeout=SECONDS)
    assert answer.status_code == 200
    return answer.text


def names(text: str) -> set[str]:
    """Every name a query may use after this scrape."""
    families = list(text_string_to_metric_families(text))
    return {one.name for one in families} | {sample.name for one in families for sample in one.samples}
