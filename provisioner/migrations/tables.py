"""Every room's tables by one list, so that foreign keys between rooms that do not import each other are found."""

from provisioner.accounts import tables as accounts
from provisioner.accounts.changing import tables as changing
from provisioner.accounts.closing import tables as closing
from provisioner.accounts.delivery import tables as delivery
from provisioner.accounts.mandates import tables as mandates
from provisioner.accounts.not_me import tables as not_me
from provisioner.agreement import tables as agreement
from provisioner.applications import tables as applications
from provisioner.backups import tables as backups
from provisioner.cases import erased
from provisioner.cases import tables as cases
from provisioner.cases.emergency import tables as emergency
from provisioner.cases.finding import spelling
from provisioner.cases.letters import tables as letters
from provisioner.cases.sealed import tables as sealed
from provisioner.cases.views import tables as views
from provisioner.changes import tables as changes
from provisioner.corrections import tables as corrections
from provisioner.database import tables as schema
from provisioner.database.columns import Base
from provisioner.declarations import tables as declarations
from provisioner.drafts import tables as drafts
from provisioner.erasures import tables as erasures
from provisioner.forms import tables as forms
from provisioner.incidents import tables as incidents
from provisioner.journal import tables as journal
from provisioner.logins import tables as logins
from provisioner.mail import tables as mail
from provisioner.office import tables as office
from provisioner.outbox import tables as outbox
from provisioner.outside import tables as outside
from provisioner.resignations import tables as resignations
from provisioner.scans import tables as scans
from provisioner.staff import tables as staff
from provisioner.staff.substitutes import tables as substitutes
from provisioner.wording import tables as wording

ROOMS = (
    accounts, agreement, applications, backups, cases, changes, changing, closing, corrections, declarations, delivery,
    drafts,
    emergency, erased, erasures, forms, incidents, journal, letters, logins, mail, mandates, not_me,
    office,
    outbox, outside, resignations, scans, schema, sealed, spelling, staff, substitutes, views, wording,
)  # fmt: skip
METADATA = Base.metadata
