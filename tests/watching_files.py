"""The rules and the board of a watching system out of what the product declares.

`python -m tests.watching_files` writes `provisioner/watching/alerts.yml` and `board.json`, a test compares.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

import provisioner.watching
from provisioner.mail.language import Language
from provisioner.watching.alarms import ALARMS, COUNTED, Alarm, Counted
from provisioner.watching.gauges import CERTIFICATE, GAUGES, Gauge, Unit
from provisioner.watching.words import OVER, sentences

FOLDER = Path(provisioner.watching.__file__).parent
ALERTS, BOARD = FOLDER / "alerts.yml", FOLDER / "board.json"
RUNBOOK = "docs/runbook.md"
HEAD = "# Made by `python -m tests.watching_files`: change provisioner/watching/alarms.py, not this file.\n"
VALUES = {Unit.SECONDS: "{{ $value | humanizeDuration }}", Unit.BYTES: "{{ $value | humanize1024 }}B"}
UNITS = {Unit.SECONDS: "s", Unit.BYTES: "bytes", Unit.YES: "bool_yes_no", Unit.THINGS: "short"}
WIDE, HIGH, ACROSS = 8, 7, 3


@dataclass(frozen=True)
class Graph:
    """One graph of the board: what it asks, how its lines are called, in which unit."""

    title: str
    query: str
    legend: str = ""
    unit: Unit = Unit.THINGS


COUNTS = (
    Graph("Work taken a second, by kind", "sum by (kind) (rate(desk_worker_claims_total[5m]))", "{{kind}}"),
    Graph("How it ended", "sum by (outcome) (rate(desk_worker_outcomes_total[5m]))", "{{outcome}}"),
    Graph("Answers and failures of the outside", "sum by (part, outcome) (rate(desk_worker_calls_total[5m]))",
          "{{part}} {{outcome}}"),
    Graph("Looks of workers that found nothing", "sum (rate(desk_worker_idle_total[5m]))"),
    Graph("One piece of work, 19 of 20 faster than",
          "histogram_quantile(0.95, sum by (le) (rate(desk_worker_step_seconds_bucket[15m])))", "", Unit.SECONDS),
    Graph("From decision to mail, 19 of 20 faster than",
          "histogram_quantile(0.95, sum by (le) (rate(desk_mail_delay_seconds_bucket[1h])))", "", Unit.SECONDS),
)  # fmt: skip


def alerts() -> str:
    """The rules for Prometheus."""
    rules = [_rule(one) for one in (*ALARMS, *COUNTED)]
    return HEAD + yaml.safe_dump({"groups": [{"name": "account-desk", "rules": rules}]}, sort_keys=False, width=10_000)


def _rule(alarm: Alarm | Counted) -> Mapping[str, Any]:
    label, unit = (alarm.gauge.label, alarm.gauge.unit) if isinstance(alarm, Alarm) else (alarm.label, alarm.unit)
    sentence = sentences(Language.EN)[alarm.name].replace("{of}", f"{{{{ $labels.{label} }}}}")
    if isinstance(alarm, Alarm) and alarm.gauge is CERTIFICATE:
        over = OVER[Language.EN].partition(" {value}")[0].replace("{of}", f"{{{{ $labels.{label} }}}}")
        sentence = f"{{{{ if lt $value 0.0 }}}}{over}.{{{{ else }}}}{sentence}{{{{ end }}}}"
    return {
        "alert": alarm.name,
        "expr": alarm.query,
        "for": f"{alarm.waits if isinstance(alarm, Alarm) else alarm.minutes}m",
        "labels": {"severity": "urgent" if alarm.urgent else "office"},
        "annotations": {
            "summary": sentence.replace("{value}", VALUES.get(unit, "{{ $value }}")),
            "runbook": f"{RUNBOOK}#{alarm.name.lower()}",
        },
    }


def board() -> str:
    """The board for Grafana: each gauge, then what workers count."""
    panels = [_panel(number, one) for number, one in enumerate([*map(_of, GAUGES), *COUNTS])]
    source = {"name": "datasource", "type": "datasource", "query": "prometheus"}
    made = {
        "title": "Account desk",
        "uid": "account-desk",
        "schemaVersion": 39,
        "time": {"from": "now-7d", "to": "now"},
        "refresh": "1m",
        "templating": {"list": [source]},
        "panels": panels,
    }
    return json.dumps(made, indent=1) + "\n"


def _of(gauge: Gauge) -> Graph:
    by = f" by ({gauge.label})" if gauge.label else ""
    return Graph(
        gauge.meaning, f"max{by} ({gauge.name})", f"{{{{{gauge.label}}}}}" if gauge.label else "", gauge.unit
    )  # fmt: skip


def _panel(number: int, graph: Graph) -> Mapping[str, Any]:
    target = {"refId": "A", "expr": graph.query, "legendFormat": graph.legend or graph.title}
    return {
        "id": number + 1,
        "type": "timeseries",
        "title": graph.title,
        "datasource": {"type": "prometheus", "uid": "${datasource}"},
        "gridPos": {"x": number % ACROSS * WIDE, "y": number // ACROSS * HIGH, "w": WIDE, "h": HIGH},
        "fieldConfig": {"defaults": {"unit": UNITS[graph.unit], "min": 0}, "overrides": []},
        "targets": [target],
    }


def queries(text: str) -> Sequence[str]:
    """What the rules or the board ask."""
    return list(_asked(yaml.safe_load(text)))  # JSON is YAML.


def _asked(found: Any) -> Iterator[str]:
    for name, value in found.items() if isinstance(found, dict) else enumerate(found):
        if name == "expr":
            yield value
        elif isinstance(value, dict | list):
            yield from _asked(value)


if __name__ == "__main__":
    ALERTS.write_text(alerts(), encoding="utf-8")
    BOARD.write_text(board(), encoding="utf-8")
