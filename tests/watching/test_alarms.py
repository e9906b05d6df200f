"""Rules, board, words and runbook say the same as the alarms that are declared."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from provisioner.accounts.kinds import USER
from provisioner.accounts.rules import Attention
from provisioner.mail.language import Language
from provisioner.settings import PREFIX
from provisioner.watching import gauges
from provisioner.watching.alarms import ALARMS, COUNTED, Concern
from provisioner.watching.gauges import Reading, Unit
from provisioner.watching.stored import PARTS
from provisioner.watching.words import amount, said, sentences, words
from tests.watching_files import ALERTS, BOARD, alerts, board

RUNBOOK = Path(__file__).resolve().parents[2] / "docs" / "runbook.md"
NAMES = [one.name for one in (*ALARMS, *COUNTED)]
ENTRY = ["Means", "Customers notice", "Look at", "Do"]


def test_rules_and_board_are_those_that_are_declared() -> None:
    assert ALERTS.read_text(encoding="utf-8") == alerts(), "run `python -m tests.watching_files`"
    assert BOARD.read_text(encoding="utf-8") == board(), "run `python -m tests.watching_files`"


def test_every_alarm_has_one_entry_in_the_runbook_and_the_reverse() -> None:
    entries = re.split(r"^## ", RUNBOOK.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    assert sorted(entry.splitlines()[0] for entry in entries) == sorted(NAMES)
    for entry in entries:
        assert re.findall(r"^- \*\*(.+?):\*\* \S", entry, flags=re.MULTILINE) == ENTRY, entry.splitlines()[0]


@pytest.mark.parametrize("language", list(Language))
def test_every_alarm_has_its_sentence_in_both_languages(language: Language) -> None:
    assert sorted(sentences(language)) == sorted(NAMES)
    for alarm in ALARMS:
        sentence = said(Concern(alarm, Reading(alarm.gauge, 7200, "mail" if alarm.gauge.label else "")), language)
        assert sentence.endswith("."), alarm.name
        assert "{" not in sentence, alarm.name
        called = f"{PREFIX}MAIL" if alarm.gauge is gauges.SECRET else words(language)["mail"]
        assert not alarm.gauge.label or alarm.of or called in sentence, alarm.name


@pytest.mark.parametrize("language", list(Language))
def test_reasons_and_parts_are_told_in_words(language: Language) -> None:
    assert {*Attention, *PARTS, USER} <= set(words(language))


@pytest.mark.parametrize(
    ("language", "sentence"),
    [(Language.PL, "Certyfikat serwera (serwer poczty) wygasł 2 d temu."),
     (Language.EN, "The certificate of a server (mail server) ended 2 d ago.")],
)  # fmt: skip
def test_a_certificate_that_is_over_is_told_as_such(language: Language, sentence: str) -> None:
    (alarm,) = (one for one in ALARMS if one.gauge is gauges.CERTIFICATE)
    assert said(Concern(alarm, Reading(alarm.gauge, -172_800, "mail")), language) == sentence


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [(3, Unit.THINGS, "3"), (90, Unit.SECONDS, "90 s"), (7200, Unit.SECONDS, "2 h"), (172_800, Unit.SECONDS, "2 d"),
     (600, Unit.SECONDS, "10 min"), (-172_800, Unit.SECONDS, "-2 d"), (512_000_000, Unit.BYTES, "512 MB")],
)  # fmt: skip
def test_values_are_said_as_people_say_them(value: float, unit: Unit, words: str) -> None:
    assert amount(value, unit) == words


def found_promtool(folder: Path) -> str:
    """Prometheus' own checker: the machine's, or taken out of Debian's package, for to install that starts a server."""
    if here := shutil.which("promtool"):
        return here
    subprocess.run(["apt-get", "download", "-q", "prometheus"], cwd=folder, check=True, capture_output=True)
    (package,) = folder.glob("prometheus_*.deb")
    subprocess.run(["dpkg", "-x", package, folder], check=True)
    return str(folder / "usr" / "bin" / "promtool")


def test_what_has_to_last_hours_looks_back_over_them() -> None:
    (stopped,) = (one for one in ALARMS if one.name == "DeskAccountsStopped")
    assert stopped.query.startswith("min_over_time((max by (reason) (desk_accounts_need_attention{")
    assert stopped.query.endswith(")[8h:1m]) > 0")
    assert stopped.waits < 60


def test_one_dead_worker_of_two_is_told_by_its_own_name() -> None:
    """Every other rule takes the worst or any of them, and is content with one that works."""
    (missing,) = (one for one in COUNTED if one.name == "DeskWorkerMissing")
    assert missing.query == 'max by (instance) (up{job="account-desk"}) < 1'
    guide = RUNBOOK.read_text(encoding="utf-8")
    assert "`account-desk`" in guide.partition("## DeskWorkerMissing")[2].partition("## ")[0], "what to call the job"
    (rule,) = (one for one in yaml.safe_load(alerts())["groups"][0]["rules"] if one["alert"] == missing.name)
    assert "{{ $labels.instance }}" in rule["annotations"]["summary"]


@pytest.mark.drill_only
def test_a_failed_scrape_and_a_new_worker_do_not_make_eight_hours_begin_anew(tmp_path: Path) -> None:
    test = {
        "rule_files": [str(ALERTS)],
        "tests": [{
            "interval": "1m",
            "input_series": [
                {"series": f'desk_accounts_need_attention{{reason="gave_up",instance="{name}"}}', "values": values}
                for name, values in (("a", "0x9 1x230 _x3 1x60"), ("b", "_x300 1x400"))
            ],
            "alert_rule_test": [
                {"eval_time": "480m", "alertname": "DeskAccountsStopped", "exp_alerts": []},
                {"eval_time": "500m", "alertname": "DeskAccountsStopped", "exp_alerts": [{
                    "exp_labels": {"severity": "office", "reason": "gave_up"},
                    "exp_annotations": {
                        "summary": "Accounts that wait for a person (gave_up): 1.",
                        "runbook": "docs/runbook.md#deskaccountsstopped",
                    },
                }]},
            ],
        }],
    }  # fmt: skip
    (tmp_path / "test.yml").write_text(yaml.safe_dump(test))
    done = subprocess.run(
        [found_promtool(tmp_path), "test", "rules", tmp_path / "test.yml"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.drill_only
def test_prometheus_itself_accepts_the_rules(tmp_path: Path) -> None:
    promtool = found_promtool(tmp_path)
    done = subprocess.run([promtool, "check", "rules", ALERTS], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert f"{len(NAMES)} rules found" in done.stdout
