"""Files that only the holder of a private key can read, in the format of age (C2SP age, version 1).

Our own few lines over `cryptography`, which the lock holds already; anybody's `age` opens what they write.
"""

from provisioner.backups.age.errors import BadKey, NotForThisKey, Unreadable
from provisioner.backups.age.header import Writer
from provisioner.backups.age.keys import Identity, Recipient, read_identity, recipients_in
from provisioner.backups.age.opening import Opened
from provisioner.backups.age.sealing import Sealed

__all__ = [
    "BadKey", "Identity", "NotForThisKey", "Opened", "Recipient", "Sealed", "Unreadable", "Writer",
    "read_identity", "recipients_in",
]  # fmt: skip
