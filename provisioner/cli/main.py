"""The tree of verbs, and the one place that turns a refused start into a clear line and an exit code."""

import gc
import sys

import click
from sqlalchemy.exc import OperationalError

from provisioner.cli.agree import agree
from provisioner.cli.audit import audit
from provisioner.cli.backups import VERBS as BACKUPS
from provisioner.cli.check import check
from provisioner.cli.deadline import show_deadline
from provisioner.cli.local import local
from provisioner.cli.office import closed_day, form, setting
from provisioner.cli.privacy import privacy
from provisioner.cli.public import serve_public
from provisioner.cli.realm import realm
from provisioner.cli.schema import migrate_database
from provisioner.cli.staff import staff
from provisioner.cli.theme import theme
from provisioner.cli.web import serve
from provisioner.cli.worker import work
from provisioner.settings import SettingsError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="provisioner")
def provisioner() -> None:
    """Signed paper applications become customer accounts in Keycloak."""


provisioner.add_command(agree)
provisioner.add_command(audit)
provisioner.add_command(check)
provisioner.add_command(closed_day)
provisioner.add_command(form)
provisioner.add_command(local)
provisioner.add_command(migrate_database)
provisioner.add_command(privacy)
provisioner.add_command(realm)
provisioner.add_command(serve)
provisioner.add_command(serve_public)
provisioner.add_command(setting)
provisioner.add_command(show_deadline)
provisioner.add_command(staff)
provisioner.add_command(theme)
provisioner.add_command(work)
for verb in BACKUPS:
    provisioner.add_command(verb)


def main() -> None:
    """Run the command line; settings that are wrong end with exit code 2, one line each, a silent database with 1."""
    gc.freeze()  # What was imported stays: walking over it again takes a tenth of a second in the middle of a page.
    try:
        provisioner()
    except SettingsError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    except OperationalError as error:
        # The driver's own words name the server and never the password.
        said = str(error.orig).strip().partition("\n")[0]
        click.echo(f"The database does not answer: {said}", err=True)
        sys.exit(1)
