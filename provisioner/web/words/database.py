"""What is said of a database that refuses to work, on the page that still holds everything typed."""

from sqlalchemy.exc import OperationalError

from provisioner.database.trouble import Trouble, trouble
from provisioner.web.words.translate import _

Said = tuple[str, str]
"""What is the matter, and what to do next."""


def not_saved(error: OperationalError) -> Said:
    """For a form that is to be saved."""
    if trouble(error) is Trouble.FULL:
        return _("Not saved: the disk is full"), _no_room()
    return _("Not saved: the database does not answer"), _("Everything typed is still here. Save again in a moment.")


def not_changed(error: OperationalError) -> Said:
    """For a decision and a button."""
    if trouble(error) is Trouble.FULL:
        return _("Nothing is changed: the disk is full"), _no_room()
    text = _("Everything typed is still here. Send it again in a moment.")
    return _("Nothing is changed: the database does not answer"), text


def _no_room() -> str:
    return _("Everything typed is still here. Tell the operator that the disk is full, then send it again.")
