"""Commands that talk to Keycloak as an operator: with credentials that no running service holds."""

from collections.abc import Callable
from typing import TypeVar

import click

from provisioner.cli import here
from provisioner.realm.admin import RealmAdmin, RealmError
from provisioner.realm.credentials import admin_credentials
from provisioner.realm.desired import BadRealmFile
from provisioner.realm.placeholders import UnknownPlaceholder
from provisioner.settings import Settings, SettingsError

T = TypeVar("T")


def as_operator(work: Callable[[RealmAdmin, Settings], T]) -> T:
    """Wire the real server and turn every expected failure into a line and exit code 1."""
    try:
        settings = here.settings()
        return work(RealmAdmin(settings.keycloak_server, admin_credentials(here.environment())), settings)
    except (SettingsError, RealmError, BadRealmFile, UnknownPlaceholder) as error:
        raise click.ClickException(str(error)) from error
