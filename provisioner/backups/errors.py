"""What stops a backup or a restore; the texts are for operators and hold no secret and nobody's data."""


class BackupRefused(Exception):
    """Nothing was done, or what was begun is gone again; the text says why and what helps."""


class BadBackup(Exception):
    """The file is not what a backup wrote, or not all of it; the text says what is wrong."""


class WrongBackupKey(BadBackup):
    """The file was made for another key."""
