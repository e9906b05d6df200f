"""What keeps docker-compose.yml running for years: limits, health of each service by itself, time to end, one build."""

import re
from collections import Counter
from typing import Any

import pytest
import yaml

from provisioner.cli.web import SECONDS_TO_FINISH
from provisioner.settings import PREFIX
from provisioner.settings.declared import FROM_FILE
from tests.local.test_compose import COMPOSE, OURS, ROOT, SERVICES

GUIDE = (ROOT / "docs" / "compose.md").read_text(encoding="utf-8")
LASTING = ("database", "keycloak", "web", "public", "worker")
OVERRIDES = [
    block for block in re.findall(r"^```\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE) if "\nservices:" in f"\n{block}"
]


def health_of(service: str) -> str:
    """What is run to see whether it is well."""
    return " ".join(SERVICES[service]["healthcheck"]["test"])


@pytest.mark.parametrize("service", SERVICES)
def test_no_service_can_take_the_machines_memory_or_fill_its_disk_with_output(service: str) -> None:
    assert re.fullmatch(r"\$\{[A-Z]+_MEMORY:-\d+[mg]\}", SERVICES[service]["mem_limit"])
    logging = SERVICES[service]["logging"]
    assert logging["driver"] == "json-file"
    assert logging["options"] == {"max-size": "10m", "max-file": "5"}, "the 50 MB that the guide tells"


def test_a_row_that_the_database_refuses_is_not_written_to_its_log() -> None:
    assert SERVICES["database"]["command"] == ["postgres", "-c", "log_error_verbosity=terse"]


def test_the_database_is_asked_over_the_network_as_the_desks_user() -> None:
    """While the databases are being made it listens on its socket only, and would be called well."""
    asked = health_of("database")
    assert "psql --host=127.0.0.1 --username=desk --dbname=desk" in asked
    assert "/run/secrets/desk_database_password" in asked
    assert "pg_isready" not in asked


def test_whoever_asks_a_frozen_keycloak_gives_up_by_itself() -> None:
    """Docker ends the shell it started, not what that started."""
    assert re.search(r"&& timeout \d+ grep -q ", health_of("keycloak"))
    (seconds,) = re.findall(r"timeout (\d+) grep", health_of("keycloak"))
    assert int(seconds) < int(SERVICES["keycloak"]["healthcheck"]["timeout"].removesuffix("s"))


def test_keycloaks_health_speaks_of_its_database() -> None:
    assert "/health/ready" in health_of("keycloak")
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert "KC_HEALTH_ENABLED=true KC_METRICS_ENABLED=true" in dockerfile, "without metrics it would not"


def test_each_worker_tells_of_itself_alone() -> None:
    """By the database all of them would be well while one works."""
    (file,) = re.findall(r"find (\S+) -mmin", health_of("worker"))
    assert SERVICES["worker"]["command"] == ["provisioner", "worker", "--alive-file", file]
    assert any(file.startswith(f"{place}/") for place in SERVICES["worker"]["tmpfs"]), "no other container has it"


@pytest.mark.parametrize("service", LASTING)
def test_whatever_runs_on_is_looked_at_and_begun_again(service: str) -> None:
    assert SERVICES[service]["healthcheck"]["retries"]
    assert SERVICES[service]["restart"] == "unless-stopped"


def test_each_tag_is_built_once() -> None:
    built = Counter(said["image"] for said in SERVICES.values() if "build" in said)
    assert set(built.values()) == {1}
    assert {SERVICES[name]["image"] for name in OURS} <= built.keys(), "and each of ours is built"


def test_everybody_has_the_time_to_finish_what_is_in_hand() -> None:
    given = {name: SERVICES[name].get("stop_grace_period") for name in LASTING}
    assert given == {"database": "60s", "keycloak": "60s", "web": "30s", "public": "30s", "worker": "90s"}
    assert SECONDS_TO_FINISH < 30, "gunicorn ends its processes before the engine does"


def test_the_guide_says_which_services_run_once_a_machine() -> None:
    """The engine gives one fixed port to one container; a second one would not start."""
    (told,) = re.findall(r"^\*\*More of one\.\*\* (.*?)\n\n", GUIDE, re.DOTALL | re.MULTILINE)
    once = {name for name, said in SERVICES.items() if said.get("ports")}
    assert once == {"keycloak", "web", "public"}
    assert all(f"`{name}`" in told for name in once)
    assert "--scale worker=2" in told
    assert not SERVICES["worker"].get("ports")


@pytest.mark.parametrize("text", OVERRIDES, ids=[f"of {number}" for number, _ in enumerate(OVERRIDES, 1)])
def test_what_the_guide_tells_to_add_fits_the_file(text: str) -> None:
    added: dict[str, Any] = yaml.safe_load(text)
    known = {f"{PREFIX}{name.upper()}_FILE" for name in FROM_FILE}
    for name, more in added["services"].items():
        for key, value in more["environment"].items():
            assert key in known or not re.fullmatch(rf"{PREFIX}\w+_FILE", key), f"{name}: {key}"
            held = [one if isinstance(one, str) else one["target"] for one in more["secrets"]]
            assert value.removeprefix("/run/secrets/") in held, f"{name}: {key}"
    granted = [one for more in added["services"].values() for one in more["secrets"]]
    assert {one if isinstance(one, str) else one["source"] for one in granted} == added["secrets"].keys()
    assert added["services"].keys() <= SERVICES.keys()
    assert not added["secrets"].keys() & COMPOSE["secrets"].keys()


def test_forms_of_before_can_be_kept_alive_when_their_key_is_exchanged() -> None:
    (text,) = [text for text in OVERRIDES if "SECRET_KEY_FALLBACKS" in text]
    added = yaml.safe_load(text)["services"]
    assert added.keys() == {"web", "backup"}, "whoever holds secret_key"
    assert added.keys() == {name for name in OURS if "secret_key" in SERVICES[name]["secrets"]}
