"""Sample staff in the staff realm: Polish names, the desk's roles, passwords drawn once and kept in a private file."""

import json
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from provisioner.local.secret_files import write_secret
from provisioner.realm.admin import RealmAdmin, RealmAt
from provisioner.realm.enrolling import NewMember, enrol, find
from provisioner.staff.roles import Role

STAFF_FILE = "staff.json"


@dataclass(frozen=True)
class SamplePerson:
    """One member of staff as the office would have them."""

    login: str
    first_name: str
    last_name: str
    roles: tuple[Role, ...]

    @property
    def name(self) -> str:
        """As the desk shows it."""
        return f"{self.first_name} {self.last_name}"


STAFF = (
    SamplePerson("anna.zielinska", "Anna", "Zielińska", (Role.CLERK,)),
    SamplePerson("piotr.wisniewski", "Piotr", "Wiśniewski", (Role.CLERK,)),
    SamplePerson("maria.kaminska", "Maria", "Kamińska", (Role.APPROVER,)),
    SamplePerson("tomasz.lewandowski", "Tomasz", "Lewandowski", (Role.APPROVER, Role.SENSITIVE)),
    SamplePerson("ewa.szymczak", "Ewa", "Szymczak", (Role.AUDITOR,)),
    SamplePerson("lukasz.dabrowski", "Łukasz", "Dąbrowski", (Role.ADMINISTRATOR,)),
)


@dataclass(frozen=True)
class SampleLogin:
    """A sample person with the password to sign in with and the id the realm gave."""

    person: SamplePerson
    subject: str
    password: str = field(repr=False)


def passwords(folder: Path) -> dict[str, str]:
    """Login → password, drawn at the first call and the same ever after."""
    file = folder / STAFF_FILE
    known: dict[str, str] = json.loads(file.read_text()) if file.is_file() else {}
    missing = [person.login for person in STAFF if person.login not in known]
    if missing:
        known |= {login: secrets.token_urlsafe(15) for login in missing}
        write_secret(file, json.dumps(known, indent=2))
    return known


def ensure_staff(admin: RealmAdmin, realm_name: str, client_id: str, folder: Path) -> list[SampleLogin]:
    """Create whoever of the sample staff is missing; somebody already there keeps what they have.

    Raises RealmError when the server refuses.
    """
    realm, known = admin.realm(realm_name), passwords(folder)
    return [
        SampleLogin(person, _ensure(realm, person, known[person.login], client_id), known[person.login])
        for person in STAFF
    ]


def _ensure(realm: RealmAt, person: SamplePerson, password: str, client_id: str) -> str:
    if found := find(realm, person.login):
        return found
    email = f"{person.login}@example.com"
    made = enrol(realm, NewMember(person.login, person.first_name, person.last_name, email, person.roles), client_id)
    realm.put("users", made, "reset-password", body={"type": "password", "value": password, "temporary": False})
    return made
