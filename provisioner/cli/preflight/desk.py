"""The checks of the desk's own parts: database, realms, rights, mail."""

from datetime import date
from typing import Protocol
from uuid import uuid4

import requests
from sqlalchemy.exc import SQLAlchemyError

from provisioner import forms, journal
from provisioner.cases.sealed.resealing import under_former_keys
from provisioner.cli.opening import NOTHING_GRANTED, unfit
from provisioner.cli.preflight.finding import Fault, Warned
from provisioner.database import Database
from provisioner.database.rights import is_not_allowed, owns
from provisioner.database.standby import unfollowed
from provisioner.database.standing import WORKS, stands
from provisioner.outside.password import temporary_password
from provisioner.outside.ports import (
    Directory,
    DirectoryUser,
    LoginOrEmailTaken,
    NewUser,
    PermanentError,
    TransientError,
    UserMissing,
)
from provisioner.outside.smtp.mailer import SmtpMailer
from provisioner.settings import Settings

SECONDS = 10


class ProbedDirectory(Directory, Protocol):
    """A directory that can also forget a user, which the desk itself never asks for."""

    def remove(self, user_id: str) -> None:
        """Delete the user with this id. Raises UserMissing, TransientError."""


def database(opened: Database, today: date) -> None:
    """The schema is the newest, an edition of the form is loaded, and a second server, if there is one, follows."""
    try:
        standing = stands(opened)
        if standing not in WORKS:
            raise Fault(unfit(opened, standing))
        with opened.reading() as session:
            forms.current(session, today)
        alone = unfollowed(opened)
    except forms.NoFormEdition:
        raise Fault("no edition of the form is loaded: run `provisioner form load`") from None
    except SQLAlchemyError as error:
        if is_not_allowed(error):
            raise Fault(NOTHING_GRANTED) from None
        raise Fault(f"cannot be opened ({type(error).__name__}): check PROVISIONER_DATABASE_URL") from None
    if alone:
        raise Warned(
            "no standby follows, so what is saved is on one machine alone: docs/operate.md, a second PostgreSQL"
        )


def rights_at_the_database(opened: Database) -> None:
    """On PostgreSQL the running desk owns no table: whoever takes it over cannot take the journal's triggers away."""
    with opened.reading() as session:
        if owns(session):
            raise Warned(
                "the running desk owns its tables, or can become who does: taken over it could take the journal's "
                'triggers away; see docs/upgrade.md, "Two roles at PostgreSQL"'
            )


def journal_key(opened: Database) -> str:
    """The keys are the journal's, the newest is in use, and nothing waits to be sealed anew."""
    if stands(opened) not in WORKS:
        return "not looked at: the schema is none to work on"
    with opened.reading() as session:
        given = journal.given_to(session)
        if given and (wrong := journal.misfit(session, given)):
            raise Fault(wrong)
        used = journal.keeper_of(session)
        left = under_former_keys(session)
    if used and used.after:
        raise Warned("the newest one has sealed nothing yet: run `provisioner audit rotate-key`")
    if left:
        raise Warned(f"{left} answers are still sealed with one before it: run `provisioner audit rotate-key` again")
    return used.key_id if used else ""


def realm(settings: Settings, name: str) -> None:
    """The realm answers under the address that browsers use."""
    address = f"{settings.keycloak_server}/realms/{name}/.well-known/openid-configuration"
    try:
        answer = requests.get(address, timeout=SECONDS, allow_redirects=False)
    except requests.RequestException:
        raise Fault(f"Keycloak does not answer at {settings.keycloak_server}: check PROVISIONER_KEYCLOAK_URL") from None
    if answer.status_code != requests.codes.ok:
        raise Fault(f"there is no realm {name}: run `provisioner realm apply`")
    issuer = _issuer(answer)
    expected = f"{settings.keycloak_url}/realms/{name}"
    if issuer != expected:
        raise Fault(f"calls itself {issuer}, not {expected}: set Keycloak's hostname or PROVISIONER_KEYCLOAK_URL")
    level = settings.staff_acr if name == settings.staff_realm else ""
    if level and level not in answer.json().get("acr_values_supported", ()):
        raise Fault("knows no second factor, which PROVISIONER_STAFF_OTP asks for: run `provisioner realm apply`")


def _issuer(answer: requests.Response) -> str:
    try:
        return str(answer.json()["issuer"])
    except (ValueError, KeyError, TypeError):
        raise Fault("something answers that is no Keycloak: check PROVISIONER_KEYCLOAK_URL and the proxy") from None


CURES = {
    "keycloak_asks_more": "the realm asks for more than the desk sends: see `provisioner realm plan`",
    "keycloak_password_policy": "the realm's password rule refuses temporary passwords: see `provisioner realm plan`",
}
"""What to do about a realm that refuses everybody, by the problem."""


def rights(directory: ProbedDirectory) -> None:
    """The service account can create, read and delete a user in its group, and our marker survives."""
    mark = uuid4().hex
    probe = NewUser(f"probe-{mark}", f"probe-{mark}@example.com", "Próba", "Uprawnień", "", mark, "pl")
    try:
        found = _created_and_removed(directory, probe)
    except TransientError as error:
        cure = CURES.get(error.problem, f"{error.problem}: check the client's secret, run `provisioner realm apply`")
        raise Fault(cure) from None
    except UserMissing:
        raise Fault("a new user cannot be seen afterwards: run `provisioner realm apply`") from None
    except (PermanentError, LoginOrEmailTaken) as error:
        raise Fault(f"the realm refuses a new user ({error}): run `provisioner realm apply`") from None
    if found.application_id != mark:
        raise Fault("the attribute applicationId is not declared in the realm: run `provisioner realm apply`")
    if not found.password_pending:
        raise Fault("a temporary password need not be changed: run `provisioner realm apply`")


def _created_and_removed(directory: ProbedDirectory, probe: NewUser) -> DirectoryUser:
    try:
        user_id = directory.create(probe, temporary_password())
    except TransientError:
        # The answer may be lost and the user there all the same.
        left = directory.find(probe.login)
        if left:
            directory.remove(left.id)
        raise
    try:
        return directory.get(user_id)
    finally:
        directory.remove(user_id)


def mail_server(mailer: SmtpMailer) -> None:
    """The mail server answers, over TLS where asked for, and accepts the login."""
    try:
        mailer.check()
    except TransientError as error:
        raise Fault(f"{error.problem}: check the settings PROVISIONER_SMTP_…") from None
