"""What is said of a database that refuses to work, on the page that still holds everything typed."""

from sqlalchemy.exc import OperationalError

from provisioner.database.trouble import Trouble, trouble
from provisioner.web.words.translate import _

Said = tuple[str, str]
"""What is the matter, and what to do next."""


def _unknown() -> Said:
    return (
        _("It is not known whether this was saved: the database was cut off at that moment"),
        _("Open the page again in a moment and look, before you send it once more."),
    )


def not_saved(error: OperationalError) -> Said:
    """For a form that is to be saved."""
    if trouble(error) is Trouble.CUT_OFF:
        return _unknown()
    if trouble(error) is Trouble.FULL:
        return _("Not saved: the disk is full"), _(
            "Everything typed is still here. Tell the operator that the disk is full, and save again when there is "
            "room."
        )
    return _("Not saved: the database does not answer"), _("Everything typed is still here. Save again in a moment.")


def not_changed(error: OperationalError) -> Said:
    """For a decision, with or without a reason, and a button."""
    if trouble(error) is Trouble.CUT_OFF:
        return _unknown()
    if trouble(error) is Trouble.FULL:
        return _("Nothing is changed: the disk is full"), _(
            "Nothing is lost. Tell the operator that the disk is full, and send it again when there is room."
        )
    return _("Nothing is changed: the database does not answer"), _("Nothing is lost. Send it again in a moment.")
