"""`provisioner staff`: whoever is to sign in to the desk, without Keycloak's console."""

import click

from provisioner.cli.operator import as_operator
from provisioner.realm.admin import RealmAdmin
from provisioner.realm.enrolling import NewMember, enrol, send_link
from provisioner.settings import Settings
from provisioner.staff.roles import Role

ROLES = [role.value for role in Role]


@click.group()
def staff() -> None:
    """Members of staff in the staff realm; credentials as for `provisioner realm`."""


@staff.command("add")
@click.argument("login")
@click.option("--first-name", required=True)
@click.option("--last-name", required=True)
@click.option("--email", required=True, help="Where the link goes.")
@click.option("--role", "roles", required=True, multiple=True, type=click.Choice(ROLES), help="Once for each role.")
def add(login: str, first_name: str, last_name: str, email: str, roles: tuple[str, ...]) -> None:
    """Make a user for LOGIN and mail a link to setting password and one-time code."""
    if set(roles) == {Role.SENSITIVE}:
        raise click.UsageError("`sensitive` is given beside another role.")
    person = NewMember(login, first_name, last_name, email, roles)
    as_operator(lambda admin, settings: enrol(admin.realm(settings.staff_realm), person, settings.desk_client_id))
    click.echo(f"{login} is made: {', '.join(roles)}.")
    _send(login)


@staff.command("send-link")
@click.argument("login")
@click.option("--lost-code", is_flag=True, help="The telephone is lost: its one-time codes count no more at once.")
def link(login: str, lost_code: bool) -> None:
    """Mail LOGIN a new link, where the first one expired, or password or telephone is lost."""
    _send(login, lost_code)


def _send(login: str, lost_code: bool = False) -> None:
    def work(admin: RealmAdmin, settings: Settings) -> None:
        realm, factor = admin.realm(settings.staff_realm), settings.staff_second_factor
        send_link(realm, login, settings.desk_client_id, second_factor=factor or lost_code, lost_code=lost_code)

    as_operator(work)
    click.echo("The link has been mailed; it is good once, for 12 hours.")
