"""What stops a backup or a restore; the texts are for operators and hold no secret and nobody's data."""


class BackupRefused(Exception):
    """Nothing was done, or what was begun is gone again; the text says why and what helps."""


class BadBackup(Exception):
    """The file is not what a backup wrote, or not all of it; the text says what is wrong."""


class WrongBackupKey(BadBackup):
    """The file was made for another key."""


class MadeBut(Exception):
    """A whole backup lies there under its name; the text says what went wrong after that."""


class NotNoted(MadeBut):
    """The journal took no line about it, and so no older one was removed."""


class NotRemoved(MadeBut):
    """It is noted, but what is more than to be kept is still there."""


class RestoredBut(Exception):
    """Something was replaced and waits, and not all was done; the text says what, why, and what to type."""
