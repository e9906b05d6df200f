"""docker-compose.yml tells the product nothing it does not know, and runs the Keycloak we ship with."""

import os
import re
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from provisioner.database import Database
from provisioner.outside.keycloak.versions import PINNED
from provisioner.realm.credentials import CLIENT_SECRET, PASSWORD, USERNAME
from provisioner.settings import PREFIX, SECRETS, Settings, load
from provisioner.settings.declared import FROM_FILE
from provisioner.web.app import create_app
from provisioner.web.gate.keycloak_awake import Found
from tests.local.checkout import kept

ROOT = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = ("migrate", "realm-apply", "web", "public", "worker", "backup")
ANSWERS = {
    "DESK_HOST": "desk.example.com",
    "PUBLIC_HOST": "konto.example.com",
    "KEYCLOAK_HOST": "login.example.com",
    "SMTP_HOST": "smtp.example.com",
    "SMTP_USERNAME": "desk",
    "MAIL_FROM": "desk@example.com",
}


PORTAL = {
    "IBOK_URL": "https://ibok.example.com/",
    "PORTAL_REDIRECT_URI": "https://ibok.example.com/login/return",
    "PORTAL_CLIENT_ID": "portal",
}
OF_ONE_PROCESS = {
    *FROM_FILE,
    "secrets_folder",
    "journal_anchors",
    "erasure_list",
    "bind",
    "public_bind",
    "proxies",
    "local_host",
    "local_port",
}
"""Secrets, what one process or a command alone is told, and what belongs to `provisioner local`."""


def environment(service: str) -> dict[str, str]:
    """What a service is told; a name without a value is passed on, and left out where `.env` has none."""
    said = SERVICES[service]["environment"]
    return {name: filled(str(value)) for name, value in said.items() if value is not None}


def filled(text: str) -> str:
    """Put the answers in as compose would."""
    return re.sub(r"\$\{(\w+)(?::[-?]([^}]*))?\}", lambda m: ANSWERS.get(m[1], m[2] or ""), text)


def test_every_setting_is_one_the_product_knows() -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    known |= {f"{PREFIX}{name.upper()}_FILE" for name in FROM_FILE} | {
        USERNAME,
        f"{PASSWORD}_FILE",
        f"{CLIENT_SECRET}_FILE",
    }
    for service in OURS:
        assert set(environment(service)) <= known, service


def test_the_product_accepts_the_settings_of_every_service(tmp_path: Path) -> None:
    for service in OURS:
        given = environment(service)
        for name in [name for name in given if name.endswith("_FILE")]:
            file = tmp_path / name
            role = "desk_owner" if "OWNER" in name else "desk"
            file.write_text(f"postgresql://{role}@database/desk" if "DATABASE" in name else name + "x" * 40)
            given[name] = str(file)
        assert load(given).desk_url == "https://desk.example.com", service


def test_every_setting_that_a_utility_may_choose_reaches_every_process() -> None:
    for service in OURS:
        reached = SERVICES[service]["environment"].keys()
        missing = {PREFIX + name.upper() for name in Settings.model_fields} - reached
        chosen = {name for name in missing if name.removeprefix(PREFIX).lower() not in OF_ONE_PROCESS}
        assert chosen == set(), service


def test_the_portal_and_the_login_page_can_be_named_in_env(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in PORTAL.items():
        monkeypatch.setitem(ANSWERS, name, value)
    for service in OURS:
        given = {name: value for name, value in environment(service).items() if not name.endswith("_FILE")}
        settings = load(given)
        assert settings.ibok_url == PORTAL["IBOK_URL"], service
        assert settings.portal_redirect_uri == PORTAL["PORTAL_REDIRECT_URI"], service
        assert settings.portal_client_id == PORTAL["PORTAL_CLIENT_ID"], service
    assert f"{PREFIX}PORTAL_CLIENT_SECRET_FILE" in environment("realm-apply")


def test_keycloak_reaches_the_desk_under_the_name_it_is_told(database: Database) -> None:
    given = {name: value for name, value in environment("web").items() if not name.endswith("_FILE")}
    secrets = {f"{PREFIX}SECRET_KEY": "s" * 40, f"{PREFIX}DESK_CLIENT_SECRET": "d" * 40}
    settings = load(given | secrets)
    inside = urlsplit(settings.desk_internal_url)
    assert inside.hostname in SERVICES, "the name of a service in the network inside"
    assert settings.bind.endswith(f":{inside.port}")
    assert "inside" in SERVICES[str(inside.hostname)]["networks"]
    assert "inside" in SERVICES["keycloak"]["networks"]
    desk = create_app(settings, database, ask=lambda: Found.READY).test_client()
    assert desk.get("/health/live", base_url=settings.desk_internal_url).status_code == 200
    assert desk.get("/health/live", base_url="http://stranger:8400").status_code == 400


def test_the_guide_makes_every_secret_and_names_every_choice() -> None:
    guide = (ROOT / "docs" / "compose.md").read_text(encoding="utf-8")
    for name in COMPOSE["secrets"]:
        assert re.search(rf"\b{name}\b", guide), name
    assert "delete the bootstrap user" not in guide
    for name in re.findall(r"^   (\w+)=", guide, re.MULTILINE):
        assert f"${{{name}:" in (ROOT / "docker-compose.yml").read_text(encoding="utf-8") or name.startswith(PREFIX), (
            name
        )


def test_the_keycloak_image_is_the_pinned_version() -> None:
    keycloak = SERVICES["keycloak"]
    assert keycloak["image"] == f"account-desk-keycloak:{PINNED}"
    stages = re.findall(r"^FROM (\S+)(?: AS (\S+))?$", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    assert [image for image, stage in stages if stage == keycloak["build"]["target"]] == [f"keycloak/keycloak:{PINNED}"]
    assert stages[-1][1] == "", "the desk's own image is what comes out when no target is named"


def test_no_service_reads_of_the_checkout_what_the_build_makes() -> None:
    mounted = [volume for service in SERVICES.values() for volume in service.get("volumes", [])]
    own = ["database:/var/lib/postgresql/data", "anchors:/anchors"]
    assert mounted == [*own, "anchors:/anchors", "${BACKUPS:-./backups}:/backups"], "and the folder of the backups"
    files = [config["file"] for config in COMPOSE["configs"].values() if "file" in config]
    assert {file.removeprefix("./") for file in files} <= set(kept("."))


def test_a_read_only_service_gets_files_only_since_nothing_can_be_written_into_it() -> None:
    for name, service in SERVICES.items():
        for kind in ("configs", "secrets"):
            given = [entry if isinstance(entry, str) else entry["source"] for entry in service.get(kind, [])]
            for source in given if service.get("read_only") else []:
                assert COMPOSE[kind][source].keys() == {"file"}, f"{name}: {source} of {kind} is no file"


def test_the_databases_are_made_by_a_file_the_image_reads_and_does_not_run_apart() -> None:
    (config,) = SERVICES["database"]["configs"]
    assert config["target"].startswith("/docker-entrypoint-initdb.d/")
    file = ROOT / COMPOSE["configs"][config["source"]]["file"]
    assert not os.access(file, os.X_OK), "read by the image's own shell, it stops at the first error"
    assert set(re.findall(r"/run/secrets/\$\{name\}(\w+)", file.read_text())) == {"_database_password"}
    subprocess.run(["bash", "-n", file], check=True)


def test_each_process_holds_only_its_own_secrets() -> None:
    held = {service: {n for n in SECRETS if f"{PREFIX}{n.upper()}_FILE" in environment(service)} for service in OURS}
    assert held == {
        "migrate": {"journal_key"},
        "realm-apply": {
            "desk_client_secret", "provisioner_client_secret", "observer_client_secret", "staff_observer_client_secret",
            "portal_client_secret", "smtp_password",
        },
        "web": {"secret_key", "desk_client_secret", "journal_key"},
        "public": {"journal_key"},
        "worker": {
            "provisioner_client_secret", "observer_client_secret", "staff_observer_client_secret", "smtp_password",
            "journal_key",
        },
        "backup": {
            "secret_key", "desk_client_secret", "provisioner_client_secret", "observer_client_secret",
            "staff_observer_client_secret", "portal_client_secret", "smtp_password", "journal_key",
        },
    }  # fmt: skip


def test_only_what_changes_the_tables_knows_whose_they_are() -> None:
    owners = {"desk_owner_database_url", "desk_owner_database_password"}
    held = {name: set(service.get("secrets", ())) & owners for name, service in SERVICES.items()}
    assert {name: found for name, found in held.items() if found} == {
        "database": {"desk_owner_database_password"},
        "migrate": {"desk_owner_database_url"},
        "backup": {"desk_owner_database_url"},
    }
    made = (ROOT / COMPOSE["configs"]["databases"]["file"]).read_text()
    assert "desk:desk_owner" in made, "and the database belongs to the other role from the beginning"


def test_secrets_come_from_files_and_have_no_default() -> None:
    for name, service in SERVICES.items():
        for key, value in service.get("environment", {}).items():
            if re.search(r"(PASSWORD|SECRET|DATABASE_URL)(_FILE)?$", key):
                assert str(value).startswith("/run/secrets/"), f"{name}: {key}"
    for name, secret in COMPOSE["secrets"].items():
        assert secret == {"file": f"${{SECRETS:-./secrets}}/{name}"}


def test_secret_files_named_are_the_secrets_granted() -> None:
    for name, service in SERVICES.items():
        text = yaml.safe_dump([service.get("environment"), service.get("command")])
        used = set(re.findall(r"/run/secrets/(\w+)", text))
        assert used <= set(service.get("secrets", [])) <= set(COMPOSE["secrets"]), name


def test_our_processes_run_without_rights() -> None:
    for service in (*OURS, "database"):
        said = SERVICES[service]
        assert said["read_only"], service
        assert said["cap_drop"] == ["ALL"], service
        assert said["user"].split(":")[0] not in ("0", "root"), service
    assert SERVICES["keycloak"]["cap_drop"] == ["ALL"]


def test_nothing_listens_beyond_this_machine() -> None:
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)
