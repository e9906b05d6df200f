"""What a watching system is told: a real scrape of a desk at work, and who may ask for it."""

import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from prometheus_client import CollectorRegistry
from prometheus_client.parser import text_string_to_metric_families

from provisioner.cli.watching import refuse_open
from provisioner.cli.watching import scraped as scraped_by
from provisioner.database import Database
from provisioner.outside.ports import PermanentError, TransientError
from provisioner.settings import Settings, SettingsError
from provisioner.watching import gauges, serving
from provisioner.worker import Measured
from tests.factories import PAPER, approved_account, recorded
from tests.watching.watched import SECONDS, WatchedHost, answering, names, scraped, watch_over
from tests.watching_files import ALERTS, BOARD, queries
from tests.worker.desk import WorkerDesk
from tests.worker.troubles import no_trouble, raising

TOKEN = "a token for tests, long enough for all of us"
NAME = re.compile(r"\bdesk_[a-z_]+")
SAMPLE = {value for name, value in PAPER.items() if name in ("first_name", "last_name", "street", "email", "town")}


@pytest.fixture
def small(sqlite_url: str) -> Iterator[Database]:
    database = Database(sqlite_url)
    yield database
    database.close()


def at_work(database: Database) -> Measured:
    """A worker that has met all kinds of luck; gives what it has counted."""
    desk = WorkerDesk(database)
    worker = desk.worker()
    approved_account(database)
    desk.directory.trouble = raising(TransientError("keycloak_unreachable", "keycloak"))
    desk.run(worker)
    desk.directory.trouble = no_trouble
    desk.later()
    desk.run(worker)
    approved_account(database, customer_number="104299", email="maria@example.com", email_again="maria@example.com")
    desk.mailer.trouble = raising(PermanentError("smtp_550"))
    desk.run(worker)
    return worker.failures.measured


@pytest.fixture
def scrape(small: Database, tmp_path: Path) -> Iterator[str]:
    with small.transaction() as session:
        recorded(session, customer_number="104255")
    measured = at_work(small)
    with answering(measured.registry, watch_over(small, WatchedHost(tmp_path))) as address:
        yield scraped(address)


def test_whatever_the_rules_and_the_board_name_is_in_a_real_scrape(scrape: str) -> None:
    asked = {name for file in (ALERTS, BOARD) for query in queries(file.read_text()) for name in NAME.findall(query)}
    assert len(asked) > len(gauges.GAUGES)
    assert asked - names(scrape) == set()


def test_the_worker_tells_what_it_took_how_it_ended_and_what_the_outside_did(scrape: str) -> None:
    told = {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(scrape)
        for sample in family.samples
    }
    assert told["desk_worker_claims_total", "provision"] == 3
    assert told["desk_worker_outcomes_total", "provision", "waits"] == 1
    assert told["desk_worker_calls_total", "failed", "keycloak"] == 1
    assert told["desk_worker_calls_total", "answered", "mail"] >= 1
    assert told["desk_worker_outcomes_total", "gave_up", "notify"] == 1
    assert told["desk_mail_delay_seconds_count",] == 1
    assert told["desk_accounts_need_attention", "mail_refused"] == 1
    assert told["desk_cases_waiting",] == 1


def test_what_never_happened_is_counted_as_such_so_that_the_first_time_is_an_increase(scrape: str) -> None:
    assert 'desk_worker_outcomes_total{kind="provision",outcome="unexpected"} 0.0' in scrape
    assert 'desk_worker_claims_total{kind="retire"} 0.0' in scrape
    assert 'desk_worker_calls_total{outcome="failed",part="mail"} 0.0' in scrape


def test_no_label_and_no_value_of_it_is_a_persons(scrape: str) -> None:
    assert [value for value in SAMPLE if value.casefold() in scrape.casefold()] == []
    samples = [one for family in text_string_to_metric_families(scrape) for one in family.samples]
    labels = {value for one in samples for name, value in one.labels.items() if name != "le"}
    assert [value for value in labels if not re.fullmatch(r"[a-z_]+", value)] == []


def test_only_whoever_brings_the_token_is_told_and_only_at_one_address(small: Database, tmp_path: Path) -> None:
    watch = watch_over(small, WatchedHost(tmp_path))
    with answering(CollectorRegistry(), watch, TOKEN) as address:
        for brought in ({}, {"Authorization": "Bearer another"}, {"Authorization": f"Basic {TOKEN}"}):
            refused = requests.get(f"{address}/metrics", headers=brought, timeout=SECONDS)
            assert (refused.status_code, "desk_" in refused.text) == (401, False)
        asked = {"Authorization": f"Bearer {TOKEN}"}
        assert requests.get(f"{address}/", headers=asked, timeout=SECONDS).status_code == 404
        assert requests.post(f"{address}/metrics", headers=asked, timeout=SECONDS).status_code == 501
        told = requests.get(f"{address}/metrics", headers=asked, timeout=SECONDS)
        assert "desk_cases_waiting 0.0" in told.text
        assert "Server" not in told.headers


def test_who_asks_drop_by_drop_keeps_nobody_waiting_and_is_hung_up_on(
    small: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "PATIENCE_SECONDS", 0.5)
    with answering(CollectorRegistry(), watch_over(small, WatchedHost(tmp_path))) as address:
        host, _, port = address.removeprefix("http://").partition(":")
        with socket.create_connection((host, int(port)), SECONDS) as slow:
            slow.sendall(b"GET /metrics HTTP/1.1\r\n")
            assert "desk_cases_waiting" in scraped(address)
            assert slow.recv(1) == b"", "hung up on, though it never fell silent for long"


def test_those_beyond_the_number_that_may_ask_are_hung_up_on(
    small: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "AT_ONCE", 1)
    with answering(CollectorRegistry(), watch_over(small, WatchedHost(tmp_path))) as address:
        host, _, port = address.removeprefix("http://").partition(":")
        first, second = (socket.create_connection((host, int(port)), SECONDS) for _ in range(2))
        with first, second:
            assert second.recv(1) == b""


def test_a_database_that_is_away_is_told_and_hides_nothing_else(tmp_path: Path) -> None:
    away = Database(f"sqlite:///{tmp_path / 'nowhere' / 'desk.sqlite'}")
    with answering(CollectorRegistry(), watch_over(away, WatchedHost(tmp_path))) as address:
        told = scraped(address)
    assert "desk_database_answers 0.0" in told
    assert "desk_pages_answer 1.0" in told
    assert "\ndesk_cases_waiting " not in told
    away.close()


def test_by_default_nobody_is_answered(small: Database, tmp_path: Path) -> None:
    measured = Measured()
    with scraped_by(Settings(), watch_over(small, WatchedHost(tmp_path)), measured):
        assert "desk_cases_waiting" not in {family.name for family in measured.registry.collect()}


def test_an_address_that_others_reach_needs_a_token() -> None:
    for address in ("0.0.0.0:8406", "[::]:8406", "desk.example.com:8406"):
        with pytest.raises(SettingsError, match="PROVISIONER_METRICS_TOKEN: not set"):
            refuse_open(Settings(metrics_bind=address))
        refuse_open(Settings.model_validate({"metrics_bind": address, "metrics_token": TOKEN}))
    for address in ("127.0.0.1:8406", "[::1]:8406", "localhost:8406", ""):
        refuse_open(Settings(metrics_bind=address))


def test_an_address_that_is_taken_stops_the_start_with_one_line(small: Database, tmp_path: Path) -> None:
    watch = watch_over(small, WatchedHost(tmp_path))
    with answering(CollectorRegistry(), watch) as taken:
        settings = Settings(metrics_bind=taken.removeprefix("http://"))
        with pytest.raises(SettingsError, match="PROVISIONER_METRICS_BIND: "), scraped_by(settings, watch, Measured()):
            pytest.fail("it has begun")
