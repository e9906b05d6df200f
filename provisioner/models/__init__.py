"""The tables, one module a noun; importing the room registers them all."""

from provisioner.models.account import Account, Login, Task
from provisioner.models.application import Application, ApplicationEditor, CaseNumber, ClauseAnswer
from provisioner.models.base import Base, Utc
from provisioner.models.form import Clause, FormEdition
from provisioner.models.office import AuditEntry, ClosedDay, ComponentState, OfficeSetting
from provisioner.models.staff import StaffMember, StaffSession

__all__ = [
    "Account",
    "Application",
    "ApplicationEditor",
    "AuditEntry",
    "Base",
    "CaseNumber",
    "Clause",
    "ClauseAnswer",
    "ClosedDay",
    "ComponentState",
    "FormEdition",
    "Login",
    "OfficeSetting",
    "StaffMember",
    "StaffSession",
    "Task",
    "Utc",
]
