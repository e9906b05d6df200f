"""`provisioner theme`: another utility's look, and the customers' theme for a Keycloak that is already there."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from provisioner.settings import SettingsError, branding
from provisioner.theme.colours import BadBrand
from provisioner.theme.composed import build, composed, sources
from provisioner.theme.jar import write_theme_jar
from provisioner.theme.look import read
from provisioner.theme.patternfly import PatternFly, used_by
from provisioner.theme.stamped import plain


def _patternfly(context: click.Context, option: click.Parameter, version: str | None) -> PatternFly | None:
    """What a server of this version makes its pages with."""
    del context, option
    try:
        return used_by(version) if version else None
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


for_keycloak = click.option(
    "--keycloak",
    "patternfly",
    callback=_patternfly,
    metavar="VERSION",
    help="The server's version, such as 27.0.0, where it is not the shipped one; from 27 the theme is another one.",
)
"""The option that says for which server a theme is made."""


@click.group()
def theme() -> None:
    """The look of Keycloak's pages and mails."""


@theme.command("build")
@click.option(
    "--branding",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Another branding file than realm-config/branding.toml, together with --out; its logo lies beside it.",
)
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Write all of it and the theme into this folder."
)
@for_keycloak
def build_brand(file: Path | None, out: Path | None, patternfly: PatternFly | None) -> None:
    """Write the brand's logo and colours into the desk and its mails; colours too faint to read are refused.

    Without options: this installation's brand, realm-config/branding.toml, into this installation. The customers' theme
    lies in no folder of it, but is put together anew wherever it is used; with --out it is written too.
    """
    if file and not out:
        raise click.UsageError("--branding needs --out: this installation's brand is realm-config/branding.toml.")
    if patternfly and not out:
        raise click.UsageError("--keycloak needs --out: without it the customers' theme is not written.")
    if out and (out / "keycloak-theme").resolve() == sources().resolve():
        raise click.UsageError("--out: the sources of the theme lie there; name another folder.")
    with _clear_lines():
        changed = build(file or branding.shipped(), out, patternfly)
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
@for_keycloak
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
def jar(source: Path | None, patternfly: PatternFly | None, target: Path) -> None:
    """Write the theme as one file for Keycloak's folder `providers`."""
    if source and patternfly:
        raise click.UsageError("--keycloak: the theme of --theme is made already; say it to `theme build --out`.")
    with _clear_lines():
        files = read(source) if source else composed(patternfly=patternfly)
        lacking = sorted({plain(place) for place in composed()} - {plain(place) for place in files})
    if lacking:
        raise click.UsageError(f"--theme: {source} lacks {lacking[0]}; a whole theme is made by `theme build --out`.")
    write_theme_jar(files, target)
    click.echo(f"{target}: {len(files)} files. Put it into Keycloak's folder providers, run kc.sh build and restart.")


@contextmanager
def _clear_lines() -> Iterator[None]:
    try:
        yield
    except (BadBrand, OSError, SettingsError) as error:
        raise click.ClickException(str(error)) from error
