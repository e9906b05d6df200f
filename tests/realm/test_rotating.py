"""A client's key is exchanged, and whatever fails midway loses no key that Keycloak may ask for."""

from collections.abc import Callable
from pathlib import Path

import click
import pytest
from pydantic import SecretStr

from provisioner.cli import rotating
from provisioner.cli.rotating import Rotation
from provisioner.realm.admin import RealmAdmin, RealmError
from provisioner.realm.credentials import AdminCredentials
from provisioner.settings import Settings

FORMER = "p" * 40
CONFIG = Path("/etc/account-desk/realms")


class Server:
    """What Keycloak was told last, and what it does at each call."""

    def __init__(self, *does: Exception | None) -> None:
        self.does = list(does)
        self.knows = FORMER
        self.configs: list[Path | None] = []

    def plan(self, _admin: RealmAdmin, _settings: Settings, config: Path | None) -> list[str]:
        self.configs.append(config)
        return []

    def apply(self, _admin: RealmAdmin, settings: Settings, config: Path | None) -> None:
        self.configs.append(config)
        told = settings.provisioner_client_secret
        if self.does and (error := self.does.pop(0)):
            raise error
        self.knows = told.get_secret_value() if told else ""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "key"
    made.write_text(FORMER)
    return made


@pytest.fixture
def rotate(file: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Server], bool]:
    settings = Settings(provisioner_client_secret=SecretStr(FORMER))

    def with_server(server: Server) -> bool:
        monkeypatch.setattr(rotating, "plan", server.plan)
        monkeypatch.setattr(rotating, "apply", server.apply)
        admin = RealmAdmin("http://localhost:1", AdminCredentials("operator", "x"))
        return Rotation(admin, settings, "provisioner_client_secret", file, CONFIG).make()

    return with_server


def test_the_realm_files_that_are_named_are_those_that_count(rotate: Callable[[Server], bool], file: Path) -> None:
    server = Server()
    assert rotate(server)
    assert server.configs == [CONFIG, CONFIG]
    assert server.knows == file.read_text() != FORMER


@pytest.mark.parametrize("error", [RealmError("Keycloak went away"), ValueError()], ids=["told", "not thought of"])
def test_after_a_failure_keycloak_is_given_the_former_key_again(
    rotate: Callable[[Server], bool], file: Path, error: Exception
) -> None:
    server = Server(error)
    with pytest.raises(click.ClickException, match=f"run `provisioner realm apply --config {CONFIG}`"):
        rotate(server)
    assert server.knows == file.read_text() == FORMER
    assert list(file.parent.iterdir()) == [file]


def test_a_file_that_cannot_be_put_in_place_gives_keycloak_the_former_key_again(
    rotate: Callable[[Server], bool], file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_draft: Path, _file: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(rotating, "put", full)
    server = Server()
    with pytest.raises(click.ClickException, match=r"No space left on device\. Keycloak was given the former key"):
        rotate(server)
    assert server.knows == file.read_text() == FORMER


def test_where_keycloak_stays_away_the_new_key_is_kept_beside_and_named(
    rotate: Callable[[Server], bool], file: Path
) -> None:
    with pytest.raises(click.ClickException) as told:
        rotate(Server(RealmError("Keycloak went away"), RealmError("and stayed away")))
    (kept,) = (one for one in file.parent.iterdir() if one != file)
    assert "PRIVATE" in kept.read_text()
    assert str(kept) in told.value.message
    assert f"provisioner realm apply --config {CONFIG}" in told.value.message
    assert "PRIVATE" not in told.value.message
    assert file.read_text() == FORMER
