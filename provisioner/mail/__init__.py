"""One pure function per mail: values in, a ready mail out."""

from provisioner.mail.address_changed import AddressChanged, address_changed, masked
from provisioner.mail.anchored import Anchored, anchored
from provisioner.mail.blocked import Blocked, blocked
from provisioner.mail.closed import Closed, closed
from provisioner.mail.credentials import Credentials, credentials
from provisioner.mail.data_changed import DataChanged, data_changed
from provisioner.mail.digest import Digest, digest
from provisioner.mail.letter_attached import LetterAttached, letter_attached
from provisioner.mail.new_regulamin import NewRegulamin, new_regulamin
from provisioner.mail.reminder import Reminder, reminder
from provisioner.mail.security_changed import SecurityChange, SecurityChanged, security_changed
from provisioner.mail.unblocked import Unblocked, unblocked
from provisioner.mail.weekly import Trouble, Week, weekly

__all__ = [
    "AddressChanged",
    "Anchored",
    "Blocked",
    "Closed",
    "Credentials",
    "DataChanged",
    "Digest",
    "LetterAttached",
    "NewRegulamin",
    "Reminder",
    "SecurityChange",
    "SecurityChanged",
    "Trouble",
    "Unblocked",
    "Week",
    "address_changed",
    "anchored",
    "blocked",
    "closed",
    "credentials",
    "data_changed",
    "digest",
    "letter_attached",
    "masked",
    "new_regulamin",
    "reminder",
    "security_changed",
    "unblocked",
    "weekly",
]
