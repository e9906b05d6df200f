"""What the machine and the network tell, beside the database."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import provisioner.watching.gauges as gauges
from provisioner.credentials.age import age
from provisioner.journal.anchors import last_anchored
from provisioner.watching.gauges import Reading

Ends = Callable[[], Mapping[str, datetime]]


def _nobody() -> Mapping[str, datetime]:
    return {}


@dataclass(frozen=True)
class Host:
    """Where to look: the folder that must have room, the file of anchors, the files of secrets; what the network tells.

    `certificates` tells until when each server's is good, `pages_answer` whether the desk's pages do.
    """

    kept: Path
    anchors: Path
    pages_answer: Callable[[], bool]
    secrets: Mapping[str, Path] = field(default_factory=dict)
    certificates: Ends = _nobody

    def readings(self, now: datetime) -> Iterator[Reading]:
        """Everything but what cannot be looked at now; asks the network, so no transaction may be open."""
        yield Reading(gauges.PAGES, self.pages_answer())
        if self.kept.is_dir():
            yield Reading(gauges.ROOM, shutil.disk_usage(self.kept).free)
        if anchored := last_anchored(self.anchors):
            yield Reading(gauges.ANCHORED_AGO, (now - anchored).total_seconds())
        for server, until in self.certificates().items():
            yield Reading(gauges.CERTIFICATE, (until - now).total_seconds(), server)
        for name, file in self.secrets.items():
            if (old := age(file, now)) is not None:
                yield Reading(gauges.SECRET, old.total_seconds(), name)
