"""The verbs about backups: making, looking at one, putting it back, going on, and looking before an upgrade."""

from provisioner.cli.backups.making import backup, backup_key
from provisioner.cli.backups.opening import backup_files, verify_backup
from provisioner.cli.backups.restoring import restore, resume

VERBS = (backup, backup_key, backup_files, verify_backup, restore, resume)

__all__ = ["VERBS"]
