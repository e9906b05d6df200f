"""`provisioner theme`: the customers' theme for a Keycloak that is already there."""

from pathlib import Path

import click

from provisioner.realm.theme_jar import write_theme_jar
from provisioner.settings.shipped import folder
from provisioner.theme.build import build
from provisioner.theme.colours import BadBrand


@click.group()
def theme() -> None:
    """The look of Keycloak's pages and mails."""


@theme.command("build")
@click.option(
    "--branding",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Another branding file than realm-config/branding.toml; its logo lies beside it.",
)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Write into this folder instead.")
def build_brand(file: Path | None, out: Path | None) -> None:
    """Write the brand's logo, title and colours into theme, desk and mails; colours too faint to read are refused."""
    try:
        changed = build(file, out)
    except (BadBrand, FileNotFoundError, TypeError) as error:
        raise click.ClickException(str(error)) from error
    for path in changed:
        click.echo(str(path))
    click.echo(f"{len(changed)} files written." if changed else "Nothing to change.")


@theme.command()
@click.option(
    "--theme",
    "source",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Another theme than this installation's, made by `theme build --out`.",
)
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
def jar(source: Path | None, target: Path) -> None:
    """Write the theme as one file for Keycloak's folder `providers`."""
    count = write_theme_jar(source or folder("keycloak-theme"), target)
    click.echo(f"{target}: {count} files. Put it into Keycloak's folder providers, run kc.sh build and restart.")
