"""`local up` step by step: check the machine, start Keycloak and the mailbox, prepare, start the desk and worker."""

from collections.abc import Callable
from dataclasses import dataclass

import requests

from provisioner.applications.own_form import PATH
from provisioner.local import mailbox
from provisioner.local.administrator import take_over
from provisioner.local.data import prepare_database
from provisioner.local.environment import (
    ADMIN_SECRET,
    PUBLIC_SECRETS,
    WEB_SECRETS,
    WORKER_SECRETS,
    Installation,
    command,
)
from provisioner.local.java import Java, find_java
from provisioner.local.ports import check_free
from provisioner.local.prepared import install, install_common_passwords, install_theme, prepared_server, theme_for
from provisioner.local.progress import Say, step
from provisioner.local.samples import ensure_applications
from provisioner.local.server import ADMIN, KeycloakServer, is_ready
from provisioner.local.staff import SampleLogin, ensure_staff
from provisioner.local.supervisor import Supervisor
from provisioner.realm.admin import RealmAdmin
from provisioner.realm.apply import apply
from provisioner.realm.credentials import AdminCredentials

KEYCLOAK_SECONDS = 180
READY_SECONDS = 60
MAILS = "mails"
MAILBOX_SECRET = "mailbox_password"  # noqa: S105 - the name of a file


@dataclass(frozen=True)
class Running:
    """What a person needs to know of the running desk."""

    desk: str
    inbox: str
    keycloak: str
    customers: str
    form: str
    staff: list[SampleLogin]


def bring_up(installation: Installation, java: Java, supervisor: Supervisor, say: Say, samples: bool) -> Running:
    """Start everything in order and return once the desk answers.

    Raises StackError, RealmError, SettingsError, MigrationRefused or BadBrand, each with a clear line.
    """
    keycloak = _start_keycloak(installation, supervisor, java, say)
    settings = installation.operator()
    with step(say, "Preparing the database"):
        prepare_database(settings)
    with step(say, "Applying the realms"):
        take_over(keycloak, installation.secret(ADMIN_SECRET))
        admin = RealmAdmin(settings.keycloak_server, AdminCredentials(ADMIN, installation.secret(ADMIN_SECRET)))
        apply(admin, settings)
    with step(say, "Creating sample staff"):
        secrets = installation.secret_file(ADMIN_SECRET).parent
        staff = ensure_staff(admin, settings.staff_realm, settings.desk_client_id, secrets)
    if samples:
        with step(say, "Recording sample applications"):
            ensure_applications(settings, staff)
    with step(say, "Starting the desk and the worker"):
        supervisor.start("worker", command("worker"), installation.environment(WORKER_SECRETS))
        supervisor.start("web", command("web"), installation.environment(WEB_SECRETS))
        supervisor.start("public", command("public"), installation.environment(PUBLIC_SECRETS))
        supervisor.wait_until(_answers(f"{settings.desk_url}/health/ready"), "web", READY_SECONDS)
        supervisor.wait_until(_answers(f"{settings.public_url}/health/ready"), "public", READY_SECONDS)
    inbox = f"http://{settings.local_host}:{installation.ports.inbox}/"
    return Running(
        f"{settings.desk_url}/",
        inbox,
        f"{settings.keycloak_url}/admin/",
        settings.login_page,
        f"{settings.public_url}{PATH}",
        staff,
    )


def keep_mails(installation: Installation) -> None:
    """Save what lies in the inbox before everything stops."""
    mailbox.keep_mails(installation.ports, installation.secret(MAILBOX_SECRET), installation.data / MAILS)


def check_machine(installation: Installation) -> Java:
    """Everything that can be known before the first long step.

    Raises StackError for the first thing that is missing or in the way.
    """
    check_free(installation.ports)
    mailbox.check_installed()
    return find_java()


def _start_keycloak(installation: Installation, supervisor: Supervisor, java: Java, say: Say) -> KeycloakServer:
    ports = installation.ports
    prepared = prepared_server(java, say)
    tree = install(prepared, installation.data / "keycloak")
    install_theme(theme_for(tree), tree)
    install_common_passwords(tree)
    server = KeycloakServer(
        tree,
        ports.keycloak,
        ports.management,
        installation.logs / "keycloak.log",
        java=java,
        host=installation.settings.local_host,
    )
    with step(say, "Starting Keycloak and the mailbox"):
        supervisor.start("keycloak", server.command, server.environment)
        password = installation.secret(MAILBOX_SECRET)
        supervisor.start("mailbox", mailbox.mailbox_command(ports), mailbox.mailbox_environment(password))
        supervisor.wait_until(lambda: is_ready(ports.management), "keycloak", KEYCLOAK_SECONDS)
        supervisor.wait_until(lambda: mailbox.is_ready(ports), "mailbox", READY_SECONDS)
        mailbox.bring_back_mails(ports, password, installation.data / MAILS)
    return server


def _answers(url: str) -> Callable[[], bool]:
    def ready() -> bool:
        with requests.Session() as session:
            session.trust_env = False
            try:
                answer = session.get(url, timeout=5, allow_redirects=False)
            except requests.RequestException:
                return False
            return answer.ok

    return ready
