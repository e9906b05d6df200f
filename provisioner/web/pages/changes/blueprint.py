"""Where the views of changes of data are registered."""

from uuid import UUID

from flask import Blueprint, url_for

blueprint = Blueprint("changes", __name__)


def address(case_id: UUID) -> str:
    """The page of a change of data."""
    return url_for("changes.show", change_id=case_id)
