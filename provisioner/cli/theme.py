"""`provisioner theme`: the customers' theme for a Keycloak that is already there."""

from pathlib import Path

import click

from provisioner.realm.theme_jar import write_theme_jar
from provisioner.shipped import folder


@click.group()
def theme() -> None:
    """The look of Keycloak's pages and mails."""


@theme.command()
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
def jar(target: Path) -> None:
    """Write the theme as one file for Keycloak's folder `providers`."""
    count = write_theme_jar(folder("keycloak-theme"), target)
    click.echo(f"{target}: {count} files. Put it into Keycloak's folder providers, run kc.sh build and restart.")
