"""`provisioner check`: the preflight, wired to the real parts."""

import json
import sys
from dataclasses import asdict, replace
from datetime import UTC, datetime
from functools import partial

import click

from provisioner.cli import here, preflight, preflight_operator, preflight_readers
from provisioner.cli.opening import connect
from provisioner.cli.preflight import Check, Finding
from provisioner.office.time import office_date
from provisioner.outside.imap import ImapReports
from provisioner.outside.keycloak import KeycloakDirectory
from provisioner.outside.keycloak_observer import CUSTOMERS_RIGHTS, STAFF_RIGHTS, KeycloakObserver
from provisioner.outside.smtp import SmtpMailer
from provisioner.realm.admin import RealmAdmin
from provisioner.realm.credentials import admin_credentials
from provisioner.settings import Settings, SettingsError, branding

VERSION = "Keycloak's version"
DEMANDS = "what the realm asks"
EXPOSURE = "open to the world"
FIRST = "Keycloak's first administrator"
MAIL = "mail server"
REPORTS = "mailbox of reports"


@click.command("check")
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects: name, fault, skipped, warning.")
def check(as_json: bool) -> None:
    """Look at settings, database, Keycloak, rights, theme and mail server; exit code 1 when something is wrong.

    Keycloak's version is only shown to administrators: set PROVISIONER_REALM_ADMIN_USERNAME and
    PROVISIONER_REALM_ADMIN_PASSWORD to have it checked.
    """
    findings = _findings(here.settings())
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
    else:
        for finding in findings:
            click.echo(_line(finding))
    sys.exit(any(finding.fault for finding in findings))


def _findings(settings: Settings) -> list[Finding]:
    checks: list[Check] = [
        ("database", lambda: preflight.database(connect(settings), office_date(datetime.now(UTC)))),
        (f"realm {settings.staff_realm}", lambda: preflight.realm(settings, settings.staff_realm)),
        (f"realm {settings.customers_realm}", lambda: preflight.realm(settings, settings.customers_realm)),
        ("theme", lambda: preflight.theme(settings)),
        ("age of secrets", lambda: preflight_operator.secrets_age(here.environment(), datetime.now(UTC))),
    ]
    skipped = []
    if settings.training:
        skipped.append(Finding(MAIL, skipped="PROVISIONER_TRAINING is on: no mail leaves"))
    else:
        checks.append((MAIL, lambda: preflight.mail_server(SmtpMailer(settings, branding.load().short_name))))
    if settings.provisioner_client_secret:
        checks.append(("rights", lambda: preflight.rights(KeycloakDirectory(settings))))
    else:
        skipped.append(Finding("rights", skipped="PROVISIONER_PROVISIONER_CLIENT_SECRET is not set"))
    if settings.reports_host:
        checks.append((REPORTS, lambda: preflight_readers.reports(ImapReports(settings))))
    else:
        skipped.append(Finding(REPORTS, skipped="PROVISIONER_REPORTS_HOST is not set: no reports about mails are read"))
    looked, unseen = _observers(settings)
    checks += looked
    skipped += unseen
    looked, unseen = _as_operator(settings)
    checks += looked
    skipped += unseen
    return [*preflight.run(checks), *skipped]


def _as_operator(settings: Settings) -> tuple[list[Check], list[Finding]]:
    """The checks that need an operator's credentials, and those that cannot be made with the ones given."""
    try:
        known = admin_credentials(here.environment())
    except SettingsError:
        names = (VERSION, DEMANDS, EXPOSURE, FIRST)
        return [], [Finding(name, skipped="no administrator's credentials given") for name in names]
    admin = RealmAdmin(settings.keycloak_server, known)
    checks: list[Check] = [
        (DEMANDS, lambda: preflight_operator.realm_demands(admin, settings)),
        (EXPOSURE, lambda: preflight_operator.exposure(admin, settings)),
    ]
    if not known.username:
        return checks, [Finding(name, skipped="Keycloak tells it to administrators only") for name in (VERSION, FIRST)]
    person = RealmAdmin(settings.keycloak_server, replace(known, client_secret=""))
    checks.append((VERSION, lambda: preflight_operator.keycloak_version(person)))
    checks.append((FIRST, lambda: preflight_operator.first_administrator(person)))
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
        checks.append((reads, partial(preflight_readers.observer, reader, allowed)))
        if realm == settings.customers_realm:
            checks.append(("reading the customers", partial(preflight_readers.members, reader)))
    return checks, skipped


def _line(finding: Finding) -> str:
    if finding.fault:
        return f"FAULT    {finding.name}: {finding.fault}"
    if finding.warning:
        return f"warning  {finding.name}: {finding.warning}"
    return f"skipped  {finding.name}: {finding.skipped}" if finding.skipped else f"ok       {finding.name}"
