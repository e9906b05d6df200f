"""Backups: one sealed file with all that is needed to begin anew, and the way back, on which nobody is harmed."""

from provisioner.backups.errors import (
    BackupRefused,
    BadBackup,
    MadeBut,
    NotNoted,
    NotRemoved,
    RestoredBut,
    WrongBackupKey,
)
from provisioner.backups.fitting import Allowed
from provisioner.backups.looking import Backup, save_files
from provisioner.backups.making import Last, Made, last, longest, make
from provisioner.backups.manifest import Manifest
from provisioner.backups.place import Keep
from provisioner.backups.restoring import Restored, restore
from provisioner.backups.resuming import compare, go_on
from provisioner.backups.settling import Settled
from provisioner.backups.verifying import Verified, verified
from provisioner.backups.waiting import known, waiting_count, waits_since

__all__ = [
    "Allowed", "Backup", "BackupRefused", "BadBackup", "Keep", "Last", "Made", "MadeBut", "Manifest", "NotNoted",
    "NotRemoved", "Restored", "RestoredBut", "Settled", "Verified", "WrongBackupKey", "compare", "go_on", "known",
    "last", "longest", "make", "restore", "save_files", "verified", "waiting_count", "waits_since",
]  # fmt: skip
