"""The one-shot service of docker-compose.yml that makes backups, and what the guide tells to type about it."""

from tests.local.test_compose import COMPOSE, OURS, ROOT, SERVICES

NEWEST = "file=$(ls backups | tail -n 1)"
RUN = "docker compose run --rm"


def test_a_backup_brings_back_every_secret_that_a_service_of_ours_is_given() -> None:
    given = {name for service in OURS if service != "realm-apply" for name in SERVICES[service]["secrets"]}
    assert given <= set(SERVICES["backup"]["secrets"])


def test_the_backup_runs_only_when_it_is_typed_with_programs_of_the_servers_line() -> None:
    backup, dockerfile = SERVICES["backup"], (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert (backup["profiles"], backup["restart"], backup["read_only"]) == (["backup"], "no", True)
    line = SERVICES["database"]["image"].removeprefix("postgres:").partition(".")[0]
    assert f"FROM desk AS {backup['build']['target']}\n" in dockerfile
    assert f"postgresql-client-{line} " in dockerfile
    assert backup["image"].partition(":")[2] == SERVICES["web"]["image"].partition(":")[2], "one version"


def test_the_guide_types_each_of_its_commands() -> None:
    blocks = (ROOT / "docs" / "compose.md").read_text(encoding="utf-8").split("```")[1::2]
    (back,) = [block.splitlines()[1:] for block in blocks if "provisioner restore" in block]
    opened = "/backups/$file --key /dev/stdin"
    assert f"\n{RUN} backup\n" in blocks
    assert f"\n{NEWEST}\n{RUN} -T backup provisioner verify-backup {opened} < desk-backup.key\n" in blocks
    assert back == [
        NEWEST,
        "docker compose stop web public worker keycloak",
        f"{RUN} -T backup provisioner restore {opened} --replace desk --replace keycloak < desk-backup.key",
        "docker compose up -d",
        f"{RUN} worker provisioner resume",
    ], "a new machine knows no $file yet"
    assert "backups:/" not in str(COMPOSE["volumes"]), "they lie in a folder of the machine, from where they are copied"
