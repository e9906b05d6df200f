"""The tree of verbs, and the one place that turns a refused start into a clear line and an exit code."""

import sys

import click

from provisioner.cli.realm import realm
from provisioner.settings import SettingsError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="provisioner")
def provisioner() -> None:
    """Signed paper applications become customer accounts in Keycloak."""


provisioner.add_command(realm)


def main() -> None:
    """Run the command line; settings that are wrong end with exit code 2, one line each."""
    try:
        provisioner()
    except SettingsError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
