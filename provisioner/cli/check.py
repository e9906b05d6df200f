"""`provisioner check`: the preflight, wired to the real parts."""

import json
import sys
from dataclasses import asdict, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import click

from provisioner.cli import here
from provisioner.cli.backups.upgrade import last_backup, upgrade_checks
from provisioner.cli.opening import connect
from provisioner.cli.preflight import desk, operator, readers
from provisioner.cli.preflight.finding import Check, Finding, run
from provisioner.cli.preflight.theme import theme
from provisioner.office.time import office_date
from provisioner.outside.imap import ImapReports
from provisioner.outside.keycloak.directory import KeycloakDirectory
from provisioner.outside.keycloak.observer import CUSTOMERS_RIGHTS, STAFF_RIGHTS, KeycloakObserver
from provisioner.outside.smtp.mailer import SmtpMailer
from provisioner.realm.admin import RealmAdmin
from provisioner.realm.credentials import AdminCredentials, admin_credentials
from provisioner.settings import PREFIX, Settings, SettingsError, branding

VERSION = "Keycloak's version"
DEMANDS = "what the realm asks"
EXPOSURE = "open to the world"
FIRST = "Keycloak's first administrator"
MAIL = "mail server"
RIGHTS = "rights"
ROLE = "role at PostgreSQL"
REPORTS = "mailbox of reports"
ISSUERS = "issuers of signatures"
BACKUP = "last backup"
JOURNAL = "the journal's key"
NO_CREDENTIALS = "no administrator's credentials given"
NOT_TOLD = "Keycloak tells it to administrators only"


@click.command("check")
@click.option("--upgrade", is_flag=True, help="Look at what an upgrade needs instead, before `migrate`; see below.")
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects: name, fault, skipped, warning, seen.")
def check(upgrade: bool, as_json: bool) -> None:
    """Look at settings, database, Keycloak, rights, theme and mail server; exit code 1 when something is wrong.

    Keycloak's version is only shown to administrators: set PROVISIONER_REALM_ADMIN_USERNAME and
    PROVISIONER_REALM_ADMIN_PASSWORD to have it checked.

    With --upgrade, typed with the new version before anything was changed: whether it knows the database's schema, what
    migrating would do, how old the last backup is, room on the disk, Keycloak's version.
    """
    settings = here.settings()
    findings = _before_upgrade(settings) if upgrade else _findings(settings)
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
    else:
        for finding in findings:
            click.echo(_line(finding))
    sys.exit(any(finding.fault for finding in findings))


def _before_upgrade(settings: Settings) -> list[Finding]:
    checks = list(upgrade_checks(connect(settings), settings))
    try:
        known = admin_credentials(here.environment())
    except SettingsError:
        return [*run(checks), Finding(VERSION, skipped=NO_CREDENTIALS)]
    if not known.username:
        return [*run(checks), Finding(VERSION, skipped=NOT_TOLD)]
    person = _person(settings, known)
    return [*run([*checks, (VERSION, lambda: operator.keycloak_version(person))])]


def _person(settings: Settings, known: AdminCredentials) -> RealmAdmin:
    """The administrator alone, without the commands' client: to that one Keycloak does not tell all."""
    return RealmAdmin(settings.keycloak_server, replace(known, client_secret=""))


def _findings(settings: Settings) -> list[Finding]:
    checks: list[Check] = [
        ("database", lambda: desk.database(connect(settings), office_date(datetime.now(UTC)))),
        (f"realm {settings.staff_realm}", lambda: desk.realm(settings, settings.staff_realm)),
        (f"realm {settings.customers_realm}", lambda: desk.realm(settings, settings.customers_realm)),
        ("theme", lambda: theme(settings)),
        ("age of secrets", lambda: operator.secrets_age(here.environment(), datetime.now(UTC))),
    ]
    if not settings.database.startswith("sqlite"):
        checks.append((ROLE, lambda: desk.rights_at_the_database(connect(settings))))
    skipped: list[Finding] = []
    for looked, unseen in (_where_set(settings), _observers(settings), _as_operator(settings)):
        checks += looked
        skipped += unseen
    return [*run(checks), *skipped]


def _where_set(settings: Settings) -> tuple[list[Check], list[Finding]]:
    """The checks of what a setting brings in, and those of what none does."""
    mailer, rights = partial(SmtpMailer, settings, branding.load().short_name), partial(KeycloakDirectory, settings)
    folder = settings.signature_issuers
    known = (
        (MAIL, not settings.training, lambda: desk.mail_server(mailer()), "TRAINING is on: no mail leaves"),
        (
            RIGHTS, settings.provisioner_client_secret, lambda: desk.rights(rights()),
            "PROVISIONER_CLIENT_SECRET is not set",
        ),
        (
            REPORTS, settings.reports_host, lambda: readers.reports(ImapReports(settings)),
            "REPORTS_HOST is not set: no reports about mails are read",
        ),
        (
            ISSUERS, folder, lambda: readers.issuers(folder or Path()),
            "SIGNATURE_ISSUERS is not set: every issuer is unknown",
        ),
        (
            JOURNAL, settings.journal_key, lambda: desk.journal_key(connect(settings)),
            "JOURNAL_KEY is not set",
        ),
        (
            BACKUP, settings.backup_recipients, lambda: last_backup(connect(settings), settings),
            "BACKUP_RECIPIENTS is not set: none are made from here",
        ),
    )  # fmt: skip
    looked: list[Check] = [(name, look) for name, given, look, _ in known if given]
    return looked, [Finding(name, skipped=PREFIX + why) for name, given, _, why in known if not given]


def _as_operator(settings: Settings) -> tuple[list[Check], list[Finding]]:
    """The checks that need an operator's credentials, and those that cannot be made with the ones given."""
    try:
        known = admin_credentials(here.environment())
    except SettingsError:
        names = (VERSION, DEMANDS, EXPOSURE, FIRST)
        return [], [Finding(name, skipped=NO_CREDENTIALS) for name in names]
    admin = RealmAdmin(settings.keycloak_server, known)
    checks: list[Check] = [
        (DEMANDS, lambda: operator.realm_demands(admin, settings)),
        (EXPOSURE, lambda: operator.exposure(admin, settings)),
    ]
    if not known.username:
        return checks, [Finding(name, skipped=NOT_TOLD) for name in (VERSION, FIRST)]
    person = _person(settings, known)
    checks.append((VERSION, lambda: operator.keycloak_version(person)))
    checks.append((FIRST, lambda: operator.first_administrator(person)))
    return checks, []


def _observers(settings: Settings) -> tuple[list[Check], list[Finding]]:
    """The checks of the read-only clients, and those that cannot be made."""
    realms = {
        "OBSERVER": (settings.customers_realm, settings.observer_client_secret, CUSTOMERS_RIGHTS),
        "STAFF_OBSERVER": (settings.staff_realm, settings.staff_observer_client_secret, STAFF_RIGHTS),
    }
    checks: list[Check] = []
    skipped = []
    for name, (realm, secret, allowed) in realms.items():
        reads = f"reading {realm}"
        if secret is None:
            skipped.append(Finding(reads, skipped=f"PROVISIONER_{name}_CLIENT_SECRET is not set"))
            continue
        reader = KeycloakObserver(settings, realm, secret)
        checks.append((reads, partial(readers.observer, reader, allowed)))
        if realm == settings.customers_realm:
            checks.append(("reading the customers", partial(readers.members, reader)))
    return checks, skipped


def _line(finding: Finding) -> str:
    if finding.fault:
        return f"FAULT    {finding.name}: {finding.fault}"
    if finding.warning:
        return f"warning  {finding.name}: {finding.warning}"
    if finding.skipped:
        return f"skipped  {finding.name}: {finding.skipped}"
    return f"ok       {finding.name}{f': {finding.seen}' if finding.seen else ''}"
